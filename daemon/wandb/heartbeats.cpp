// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/heartbeats.h"

namespace ensemble::wandb {

std::optional<Instant> Heartbeats::last(RunId run) const {
    const auto found = last_.find(run);
    if (found == last_.end()) return std::nullopt;
    return found->second.at;
}

std::vector<std::pair<RunId, Instant>> Heartbeats::take_silent(std::int64_t steady_ms,
                                                               std::int64_t silence_ms) {
    std::vector<std::pair<RunId, Instant>> silent;
    for (auto beat = last_.begin(); beat != last_.end();) {
        if (steady_ms - beat->second.steady_ms < silence_ms) {
            ++beat;
            continue;
        }
        silent.emplace_back(beat->first, beat->second.at);
        beat = last_.erase(beat);
    }
    return silent;
}

}  // namespace ensemble::wandb
