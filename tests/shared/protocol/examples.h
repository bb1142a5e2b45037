// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/sync/replica.h"

// One readable value of every kind: the golden files and the documents show them.
namespace ensemble::protocol::examples {

std::vector<sync::Command> commands();
std::vector<records::Row> rows();
std::vector<sync::FromPage> from_page();
std::vector<sync::FromDaemon> from_daemon();
std::vector<sync::Stored> stored();

struct Example {
    std::string name;  // of its golden file, "command_change_role"
    std::string text;
    // The text of what the given text reads as.
    std::function<Result<std::string>(std::string_view)> again;
};
std::vector<Example> all();

}  // namespace ensemble::protocol::examples
