// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/permissions/decision.h"

// The permissions a second time, from the words of the requirements: one row for each action and
// one sentence for each rule, tried from first to last. Slow and obvious; shares nothing with the
// engine but the types and the names of actions.
namespace ensemble::permissions::reference {

Decision decide(const Facts& facts, Action action);

}  // namespace ensemble::permissions::reference
