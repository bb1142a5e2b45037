// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "tests/simulation/plan.h"

namespace ensemble::simulation {

// The shortest schedule that still fails that way, found by leaving out ever smaller parts
// (ddmin). `fails` is asked at most that often.
Schedule shrink(Schedule schedule, const std::function<bool(const Schedule&)>& fails,
                int questions_max = 4'000);

}  // namespace ensemble::simulation
