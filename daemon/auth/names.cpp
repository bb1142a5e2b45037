// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/accounts.h"
#include "shared/base/limits.h"

#include <algorithm>
#include <array>

namespace ensemble::auth {

namespace {

// First words of the server's own paths (docs/protocol.md): a team of such a name could not be
// reached. Nothing else is reserved; an operator may well be called admin.
constexpr std::array<std::string_view, 23> reserved{
    "activity", "api",   "artifacts", "artifactsV2", "assets", "authorize", "files",  "graphql",
    "health",   "inbox", "invite",    "metrics",     "oidc",   "orgs",      "ready",  "registry",
    "s",        "sdk",   "search",    "settings",    "setup",  "signin",    "storage"};

bool allowed(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

}  // namespace

Result<void> Accounts::check_user_name(std::string_view name) {
    if (name.empty() || name.size() > limits::user_name_bytes_max)
        return fail(ErrorCode::bad_request, "A user name has 1 to 64 characters.");
    if (!std::all_of(name.begin(), name.end(), allowed))
        return fail(ErrorCode::bad_request,
                    "A user name is made of letters, digits, hyphens and underscores.");
    const bool taken = std::any_of(reserved.begin(), reserved.end(), [&](std::string_view word) {
        return http::same_ignoring_case(word, name);
    });
    if (taken)
        return fail(ErrorCode::bad_request,
                    "The name \"" + std::string(name) + "\" is reserved; choose another one.");
    return {};
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
