// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shrink.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace ensemble::simulation {

namespace {

Schedule without(const Schedule& schedule, std::size_t from, std::size_t count) {
    Schedule shorter{schedule.setting, {}};
    const auto begin = schedule.ops.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    shorter.ops.insert(shorter.ops.end(), schedule.ops.begin(), begin);
    shorter.ops.insert(shorter.ops.end(), end, schedule.ops.end());
    return shorter;
}

}  // namespace

Schedule shrink(Schedule schedule, const std::function<bool(const Schedule&)>& fails,
                int questions_max) {
    for (std::size_t part = std::max<std::size_t>(1, schedule.ops.size() / 2); part > 0;) {
        bool shorter = false;
        for (std::size_t at = 0; at < schedule.ops.size() && questions_max > 0;) {
            const std::size_t count = std::min(part, schedule.ops.size() - at);
            Schedule tried = without(schedule, at, count);
            --questions_max;
            if (fails(tried)) {
                schedule = std::move(tried);
                shorter = true;
            } else {
                at += count;
            }
        }
        if (questions_max <= 0) break;
        // Small parts once more, as long as they help.
        if (part > 1 || !shorter) part /= 2;
    }
    return schedule;
}

}  // namespace ensemble::simulation
