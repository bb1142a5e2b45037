// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.h"

// Passwords are kept as Argon2id in its text form, which carries its own salt and costs. These
// functions take 64 MiB and about a tenth of a second, may run on any thread and keep no state.
namespace ensemble::auth {

// bad_request outside 10 to 1024 bytes; unavailable when there is not enough memory.
Result<std::string> hash_password(std::string_view password);

// An empty hash (unknown account, or one without a password) counts as `nobody`, so that it is as
// much work as any other.
bool verify_password(const std::string& hash, std::string_view password);

// The hash of random bytes that were thrown away, made with today's costs. Nothing matches it.
extern const std::string nobody;

// Whether the hash was made with lower costs than today's. Requires: verify_password was true.
bool needs_rehash(const std::string& hash);

}  // namespace ensemble::auth
