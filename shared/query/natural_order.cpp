// SPDX-License-Identifier: Apache-2.0
#include "shared/query/natural_order.h"

#include <algorithm>
#include <cstddef>

namespace ensemble::query {

namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

// A run of digits becomes '0', its length without leading zeros, and the digits: longer numbers
// are larger, equally long ones compare as text. The length is one byte from 1 to 250.
std::string natural_key(std::string_view text) {
    std::string key;
    key.reserve(text.size() + 8);
    std::size_t i = 0;
    while (i < text.size()) {
        if (!digit(text[i])) {
            const char c = text[i++];
            key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        while (i + 1 < text.size() && text[i] == '0' && digit(text[i + 1]))
            ++i;
        std::size_t end = i;
        while (end < text.size() && digit(text[end]))
            ++end;
        key += '0';
        key += static_cast<char>(static_cast<unsigned char>(std::min<std::size_t>(end - i, 250)));
        key.append(text.substr(i, end - i));
        i = end;
    }
    return key;
}

}  // namespace ensemble::query
