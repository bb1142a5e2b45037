// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/permissions/decision.h"

// The permissions a second time, from the words of the requirements: one row for each action and
// one sentence for each rule, tried from first to last. Slow and obvious; shares nothing with the
// engine but the types and the names of actions.
namespace ensemble::permissions::reference {

Decision decide(const Facts& facts, Action action);

// The letters of the rows: V, M, T, R and Y for roles, p public, o open, s withheld from services.
ActionSet actions_with(char letter);
// Whether the tables of the engine say the same as the rows.
bool tables_agree();

}  // namespace ensemble::permissions::reference
