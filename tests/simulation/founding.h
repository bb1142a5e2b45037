// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "shared/sync/messages.h"
#include "tests/simulation/plan.h"

namespace ensemble::simulation {

// The people, teams, projects and runs with which a schedule begins, all of version 1. People have
// the ids 1, 2, 3 …; the first is an admin of the instance.
std::vector<sync::Versioned> found(const Setting& setting);

// "Ana", "Bo" …
const char* person_name(std::uint32_t index);

}  // namespace ensemble::simulation
