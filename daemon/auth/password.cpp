// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/password.h"

#include "shared/base/limits.h"

#include <sodium.h>

#include <array>

namespace ensemble::auth {

namespace {

constexpr unsigned long long operations = 3;
constexpr std::size_t memory_bytes = 64u << 20;

// The work of a verification, for nothing.
void spend_time(std::string_view password) {
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    std::array<unsigned char, 32> key{};
    [[maybe_unused]] const int outcome =
        crypto_pwhash(key.data(), key.size(), password.data(), password.size(), salt.data(),
                      operations, memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    if (password.size() < limits::password_bytes_min)
        return fail(ErrorCode::bad_request, "A password has at least 10 characters.");
    if (password.size() > limits::password_bytes_max)
        return fail(ErrorCode::bad_request, "A password has at most 1024 characters.");
    if (sodium_init() < 0) return fail(ErrorCode::internal, "There is no source of randomness.");
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), operations,
                              memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(ErrorCode::unavailable, "There is not enough memory to check a password.");
    return std::string(text.data());
}

bool verify_password(const std::string& hash, std::string_view password) {
    if (sodium_init() < 0) return false;
    if (password.size() > limits::password_bytes_max) password = {};
    if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) {
        spend_time(password);
        return false;
    }
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), operations, memory_bytes) != 0;
}

}  // namespace ensemble::auth
