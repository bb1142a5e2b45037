// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "shared/base/encoding.h"
#include "tests/fuzz/fuzz.h"

// Base 64, hexadecimal, percent escapes and UTF-8: what decodes comes back when it is encoded.
void ensemble::fuzz::one_input(std::string_view bytes) {
    const std::string encoded = base64(bytes);
    law(from_base64(encoded) == std::string(bytes));
    if (const auto decoded = from_base64(bytes)) {
        const std::string again = base64(*decoded);
        law(again.substr(0, bytes.size()) == bytes || bytes.size() > again.size());
    }
    law(from_hex(hex(bytes)) == std::string(bytes));
    if (const auto decoded = from_hex(bytes)) law(hex(*decoded).size() == bytes.size());
    law(percent_decode(percent_encode(bytes)) == std::string(bytes));
    if (const auto decoded = percent_decode(bytes)) law(decoded->size() <= bytes.size());
    if (valid_utf8(bytes)) law(valid_utf8(std::string(bytes) + "x"));
}
