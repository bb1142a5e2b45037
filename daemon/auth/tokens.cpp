// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/tokens.h"

#include "shared/base/encoding.h"

#include <sodium.h>

#include <array>

namespace ensemble::auth {

namespace {

constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::size_t key_bytes = 32;
static_assert(key_bytes == crypto_generichash_KEYBYTES);
static_assert(key_bytes == crypto_auth_hmacsha256_KEYBYTES);

const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

template <std::size_t Size>
std::string as_text(const std::array<unsigned char, Size>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool ready() {
    return sodium_init() >= 0;
}

std::string random_text(std::size_t characters) {
    std::string text(characters, '0');
    for (char& c : text)
        c = alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    return text;
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::string random_key() {
    std::array<unsigned char, key_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return as_text(bytes);
}

std::string keyed_hash(std::string_view key, std::string_view purpose, std::string_view text) {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, unsigned_bytes(key), key.size(), hash.size());
    crypto_generichash_update(&state, unsigned_bytes(purpose), purpose.size());
    crypto_generichash_update(&state, unsigned_bytes("\n"), 1);
    crypto_generichash_update(&state, unsigned_bytes(text), text.size());
    crypto_generichash_final(&state, hash.data(), hash.size());
    return as_text(hash);
}

std::string signature(std::string_view key, std::string_view text) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> bytes{};
    crypto_auth_hmacsha256(bytes.data(), unsigned_bytes(text), text.size(), unsigned_bytes(key));
    std::string encoded = base64(as_text(bytes));
    for (char& c : encoded) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return encoded.substr(0, encoded.find('='));
}

bool signature_matches(std::string_view key, std::string_view text, std::string_view claimed) {
    const std::string expected = signature(key, text);
    return claimed.size() == expected.size() &&
           sodium_memcmp(claimed.data(), expected.data(), expected.size()) == 0;
}

}  // namespace ensemble::auth
