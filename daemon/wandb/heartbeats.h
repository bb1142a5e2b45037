// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/base/ids.h"

namespace ensemble::wandb {

// When each running script was last heard of. Two clocks: one that never goes back for counting
// silence, one for showing.
class Heartbeats {
public:
    void heard(RunId run, std::int64_t steady_ms, Instant now) { last_[run] = {steady_ms, now}; }
    void forget(RunId run) { last_.erase(run); }
    std::optional<Instant> last(RunId run) const;

    // Runs that have been silent for at least `silence_ms` and when they were last heard; they are
    // forgotten.
    std::vector<std::pair<RunId, Instant>> take_silent(std::int64_t steady_ms,
                                                       std::int64_t silence_ms);

private:
    struct Beat {
        std::int64_t steady_ms = 0;
        Instant at;
    };
    std::unordered_map<RunId, Beat> last_;
};

}  // namespace ensemble::wandb
