// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/password.h"

#include "shared/base/limits.h"

#include <sodium.h>

#include <array>

namespace ensemble::auth {

namespace {

constexpr unsigned long long operations = 3;
constexpr std::size_t memory_bytes = 64u << 20;

}  // namespace

const std::string nobody = "$argon2id$v=19$m=65536,t=3,p=1$+3rNaipO5XFWoG0ky3NXgw$"
                           "gTKd18a4NsfSW6ruXCOtgb+MI6mFAUUzStI2OpJayuI";

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
    if (password.size() > limits::password_bytes_max) return false;
    const std::string& known = hash.empty() ? nobody : hash;
    return crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), operations, memory_bytes) != 0;
}

}  // namespace ensemble::auth
