// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "shared/permissions/decision.h"

namespace ensemble::permissions {

// A wrong version of the engine.
struct Mutant {
    const char* what;  // the function and the line that is wrong
    Decision (*decide)(const Facts&, Action);
};

// Written by write_mutants.py.
const std::vector<Mutant>& mutants();

}  // namespace ensemble::permissions
