// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "shared/base/ids.h"

namespace ensemble::auth {

// Tells when a key or session ends, so that what it opened and is still open is closed. Only the
// core thread calls it.
class Endings {
public:
    // `credential` as Caller::credential names it; "" means all that the user has.
    using Told = std::function<void(UserId user, std::string_view credential)>;
    void when_ended(Told told) { told_ = std::move(told); }

    void ended(UserId user, std::string_view credential) const;
    // It will end by itself, or ends earlier than was said before; `flush` tells of it then.
    void expect(Instant end, UserId user, std::string credential);
    // Tells of what has ended by now.
    void flush(Instant now);

private:
    Told told_;
    std::set<std::tuple<std::int64_t, UserId, std::string>> expected_;
};

}  // namespace ensemble::auth
