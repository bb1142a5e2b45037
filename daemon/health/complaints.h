// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ensemble::health {

// Tells the operator why requests are turned away for now (a full disk, say): at once, and then
// at most every ten seconds, with how many there were. Of one thread only.
class Complaints {
public:
    using Clock = std::function<std::int64_t()>;  // milliseconds, never goes back
    using Say = std::function<void(const std::string&)>;
    Complaints(Clock steady_ms, Say say) : steady_ms_(std::move(steady_ms)), say_(std::move(say)) {}

    void hear(std::string_view reason);

private:
    Clock steady_ms_;
    Say say_;
    std::int64_t next_ms_ = 0;
    std::int64_t unsaid_ = 0;
};

}  // namespace ensemble::health
