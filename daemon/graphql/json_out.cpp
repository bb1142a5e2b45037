// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/json_out.h"

#include <charconv>
#include <cmath>

namespace ensemble::graphql {

namespace {

void append_escape(std::string& to, char c) {
    static constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
    case '"':
        to += "\\\"";
        return;
    case '\\':
        to += "\\\\";
        return;
    case '\n':
        to += "\\n";
        return;
    case '\r':
        to += "\\r";
        return;
    case '\t':
        to += "\\t";
        return;
    default:
        to += "\\u00";
        to += digits[static_cast<unsigned char>(c) >> 4];
        to += digits[static_cast<unsigned char>(c) & 15];
    }
}

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

}  // namespace

void append_string(std::string& to, std::string_view text) {
    to.push_back('"');
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        to.append(text, plain, i - plain);
        append_escape(to, text[i]);
        plain = i + 1;
    }
    to.append(text, plain);
    to.push_back('"');
}

void append_number(std::string& to, double number) {
    if (!std::isfinite(number)) {
        to += "null";
        return;
    }
    char digits[32];
    const auto written = std::to_chars(digits, digits + sizeof digits, number);
    to.append(digits, written.ptr);
}

std::string quoted(std::string_view text) {
    std::string made;
    made.reserve(text.size() + 2);
    append_string(made, text);
    return made;
}

}  // namespace ensemble::graphql
