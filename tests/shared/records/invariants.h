// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "shared/records/state.h"

namespace ensemble::tests {

// What always holds of all rows together: the first sentence that does not, "" when all do.
std::string broken_invariant(const records::State& state);

}  // namespace ensemble::tests
