// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "shared/permissions/decision.h"

// Every question that can be asked, numbered for each action from 0. All that a decision looks at
// is combined with everything else, except: who is deactivated appears in a sixteenth of the
// combinations, and the switches are tried one and all on the actions that look at them and in
// turns on the others.
namespace ensemble::permissions::space {

std::size_t size(Action action);
Facts facts(Action action, std::size_t number);  // below size(action)

}  // namespace ensemble::permissions::space
