// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Randomness, hashes and signatures. Pure apart from the system's source of randomness, which
// `ready` has to find first.
namespace ensemble::auth {

bool ready();

// Letters and digits of lower case, every one as likely as the others.
std::string random_text(std::size_t characters);
std::uint64_t random_number();
// 32 random bytes, a key for the functions below.
std::string random_key();

// Keyed BLAKE2b, 32 bytes. The purpose keeps the hashes of different things apart.
std::string keyed_hash(std::string_view key, std::string_view purpose, std::string_view text);

// HMAC-SHA-256 as url-safe base 64 without padding.
std::string signature(std::string_view key, std::string_view text);
// Compares in constant time.
bool signature_matches(std::string_view key, std::string_view text, std::string_view claimed);

}  // namespace ensemble::auth
