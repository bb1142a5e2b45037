// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "daemon/auth/accounts.h"
#include "shared/base/encoding.h"
#include "tests/daemon/storage/world.h"

namespace ensemble::tests {

inline constexpr std::int64_t day_ms = 24ll * 60 * 60 * 1000;

// Accounts over the database of a World; alice exists.
struct Doors : World {
    Doors() : accounts(must(auth::Accounts::open(users, keys))) {}

    void deactivate(teams::User user) {
        user.deactivated_at = Instant{1};
        must(users.update(user));
    }

    std::unique_ptr<auth::Accounts> accounts;
};

inline http::Request request_with(const std::string& header, const std::string& value) {
    http::Request request;
    request.method = "GET";
    request.headers.emplace_back(header, value);
    return request;
}

// As the SDK sends it.
inline http::Request with_key(const std::string& secret) {
    return request_with("Authorization", "Basic " + base64("api:" + secret));
}

inline http::Request with_session(const std::string& token) {
    return request_with("Cookie", "a=b; ensemble_session=" + token);
}

}  // namespace ensemble::tests
