// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ensemble {

// RFC 4648 base 64: standard alphabet, with padding.
std::string base64(std::string_view bytes);
// Refuses characters outside the alphabet, wrong padding and stray bits; padding may be absent.
std::optional<std::string> from_base64(std::string_view text);

// Lower-case hexadecimal; from_hex takes either case.
std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

// Whether the bytes are well-formed UTF-8 (no surrogates, nothing overlong).
bool valid_utf8(std::string_view bytes);

// RFC 3986 percent decoding; nullopt for a broken escape. '+' stays '+'.
std::optional<std::string> percent_decode(std::string_view text);
// Escapes everything but unreserved characters and those in `keep`.
std::string percent_encode(std::string_view text, std::string_view keep = "");

}  // namespace ensemble
