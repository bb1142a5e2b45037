// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/number_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ensemble::recording {

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr);
}

void append_number(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    constexpr double integers_max = 9007199254740992.0;
    if (std::fabs(value) <= integers_max && std::trunc(value) == value) {
        if (value == 0 && std::signbit(value)) out.push_back('-');
        append_integer(out, static_cast<std::int64_t>(value));
        return;
    }
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr);
}

}  // namespace ensemble::recording
