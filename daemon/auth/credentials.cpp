// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/credentials.h"

#include <algorithm>

#include "daemon/auth/accounts.h"
#include "daemon/http/message.h"
#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::auth {

namespace {

bool allowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

}  // namespace

std::optional<std::string> key_in(std::string_view authorization) {
    const auto blank = authorization.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const std::string_view scheme = authorization.substr(0, blank);
    std::string_view rest = authorization.substr(blank);
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    if (http::same_ignoring_case(scheme, "bearer")) return std::string(rest);
    if (!http::same_ignoring_case(scheme, "basic")) return std::nullopt;
    const auto decoded = from_base64(rest);
    if (!decoded) return std::nullopt;
    const auto colon = decoded->find(':');
    if (colon == std::string::npos) return std::nullopt;
    return decoded->substr(colon + 1);
}

Result<void> Accounts::check_key(std::string_view secret) {
    if (secret.size() < limits::api_key_bytes_min || secret.size() > limits::api_key_bytes_max)
        return fail(ErrorCode::bad_request, "An API key has 40 to 128 characters.");
    if (!std::all_of(secret.begin(), secret.end(), allowed))
        return fail(ErrorCode::bad_request,
                    "An API key is made of letters, digits, hyphens and underscores.");
    // The SDK takes what is before the first hyphen for the name of a server.
    const auto hyphen = secret.find('-');
    const std::size_t counted =
        hyphen == std::string_view::npos ? secret.size() : secret.size() - hyphen - 1;
    if (counted < limits::api_key_bytes_min)
        return fail(ErrorCode::bad_request,
                    "At least 40 characters of an API key come after its first hyphen.");
    return {};
}

}  // namespace ensemble::auth
