// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "shared/permissions/decision.h"

// What people read about permissions: a sentence for each action and for each rule.
namespace ensemble::command {

struct ActionWords {
    permissions::Action action;
    std::string_view sources;  // numbers of the requirements that speak of it
    std::string_view what;     // "Delete runs", without a full stop
};
const ActionWords& words(permissions::Action action);

std::string_view words(permissions::Rule rule);  // whole sentences

}  // namespace ensemble::command
