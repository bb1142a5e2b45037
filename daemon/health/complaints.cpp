// SPDX-License-Identifier: Apache-2.0
#include "daemon/health/complaints.h"

namespace ensemble::health {

void Complaints::hear(std::string_view reason) {
    constexpr std::int64_t every_ms = 10'000;
    constexpr std::size_t reason_bytes_max = 300;
    const std::int64_t now_ms = steady_ms_();
    ++unsaid_;
    if (next_ms_ != 0 && now_ms < next_ms_) return;
    next_ms_ = now_ms + every_ms;
    say_(std::to_string(unsaid_) + (unsaid_ == 1 ? " request was" : " requests were") +
         " turned away for now: " + std::string(reason.substr(0, reason_bytes_max)));
    unsaid_ = 0;
}

}  // namespace ensemble::health
