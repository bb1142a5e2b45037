// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/credentials.h"

#include "daemon/http/message.h"
#include "shared/base/encoding.h"

namespace ensemble::auth {

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

}  // namespace ensemble::auth
