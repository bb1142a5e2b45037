// SPDX-License-Identifier: Apache-2.0
#include "shared/query/values.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

namespace ensemble::query {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March here.
double days(int year, int month, int day) {
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097.0 + day_of_era - 719468.0;
}

std::optional<double> parse_clock_ms(std::string_view text) {
    if (text.empty()) return 0;
    if (text[0] != 'T' && text[0] != 't') return std::nullopt;
    if (text.back() == 'Z' || text.back() == 'z') text.remove_suffix(1);
    const auto hour = digits(text, 1, 2);
    const auto minute = digits(text, 4, 2);
    if (!hour || !minute || text[3] != ':' || *hour > 23 || *minute > 59) return std::nullopt;
    if (text.size() == 6) return (*hour * 60 + *minute) * 60000.0;
    const auto second = digits(text, 7, 2);
    if (!second || text[6] != ':' || *second > 60 || text.size() != 9) return std::nullopt;
    return ((*hour * 60 + *minute) * 60 + *second) * 1000.0;
}

void append_utf8(std::string& text, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6);
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3F));
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

std::optional<std::uint32_t> hex4(std::string_view json, std::size_t at) {
    if (at + 4 > json.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const char c = lower(json[i]);
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
}

// Reads "\uXXXX" and a following low surrogate; `at` stands on the 'u' and ends on the last digit.
bool read_unicode(std::string_view json, std::size_t& at, std::string& text) {
    auto code = hex4(json, at + 1);
    if (!code) return false;
    at += 4;
    if (*code >= 0xD800 && *code < 0xDC00 && json.substr(at + 1, 2) == "\\u") {
        const auto low = hex4(json, at + 3);
        if (low && *low >= 0xDC00 && *low < 0xE000) {
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
            at += 6;
        }
    }
    append_utf8(text, *code >= 0xD800 && *code < 0xE000 ? 0xFFFD : *code);
    return true;
}

// Reads a string whose opening quote is at `at`; leaves `at` behind the closing one.
std::optional<std::string> read_string(std::string_view json, std::size_t& at) {
    std::string text;
    for (++at; at < json.size(); ++at) {
        if (json[at] == '"') {
            ++at;
            return text;
        }
        if (json[at] != '\\') {
            text += json[at];
            continue;
        }
        if (++at >= json.size()) return std::nullopt;
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const auto which = names.find(json[at]);
        if (which != std::string_view::npos)
            text += meant[which];
        else if (json[at] != 'u' || !read_unicode(json, at, text))
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    std::string_view bare = text;
    const bool negative = !bare.empty() && bare[0] == '-';
    if (negative) bare.remove_prefix(1);
    if (same(bare, "nan")) return std::numeric_limits<double>::quiet_NaN();
    if (same(bare, "inf") || same(bare, "infinity")) {
        const double infinity = std::numeric_limits<double>::infinity();
        return negative ? -infinity : infinity;
    }
    std::array<char, 64> copy{};
    if (text.empty() || text.size() >= copy.size()) return std::nullopt;
    // strtod also takes blanks in front, "0x…" and names; none of these are numbers here.
    if (text.find_first_not_of("+-.0123456789eE") != std::string_view::npos) return std::nullopt;
    std::memcpy(copy.data(), text.data(), text.size());
    char* end = nullptr;
    const double value = std::strtod(copy.data(), &end);
    if (end != copy.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> parse_date_ms(std::string_view text) {
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
    if (*month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    const auto clock = parse_clock_ms(text.substr(10));
    if (!clock) return std::nullopt;
    return days(*year, *month, *day) * 86400000.0 + *clock;
}

std::optional<double> parse_duration_s(std::string_view text) {
    if (text.empty()) return std::nullopt;
    double unit = 1;
    switch (lower(text.back())) {
    case 's':
        unit = 1;
        break;
    case 'm':
        unit = 60;
        break;
    case 'h':
        unit = 3600;
        break;
    case 'd':
        unit = 86400;
        break;
    case 'w':
        unit = 7 * 86400;
        break;
    default:
        return parse_number(text);
    }
    text.remove_suffix(1);
    const auto count = parse_number(text);
    if (!count || !std::isfinite(*count)) return std::nullopt;
    return *count * unit;
}

std::vector<std::string> json_strings(std::string_view json) {
    std::vector<std::string> texts;
    if (json.empty() || json[0] != '[') return texts;
    std::size_t at = 1;
    while (at < json.size()) {
        if (json[at] != '"') {
            ++at;
            continue;
        }
        auto text = read_string(json, at);
        if (!text) break;
        texts.push_back(std::move(*text));
    }
    return texts;
}

std::optional<std::string> json_string(std::string_view json) {
    if (json.empty() || json[0] != '"') return std::nullopt;
    std::size_t at = 0;
    auto text = read_string(json, at);
    if (!text || at != json.size()) return std::nullopt;
    return text;
}

bool contains(std::string_view text, std::string_view part) {
    if (part.empty()) return true;
    const char first = lower(part[0]);
    for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
        if (lower(text[at]) == first && same(text.substr(at, part.size()), part)) return true;
    }
    return false;
}

bool matches(std::string_view pattern, std::string_view text) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return same(pattern, text);
    if (!same(pattern.substr(0, star), text.substr(0, star))) return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    for (std::size_t next = pattern.find('*'); next != std::string_view::npos;
         next = pattern.find('*')) {
        std::size_t at = 0;
        while (at + next <= text.size() && !same(pattern.substr(0, next), text.substr(at, next)))
            ++at;
        if (at + next > text.size()) return false;
        text.remove_prefix(at + next);
        pattern.remove_prefix(next + 1);
    }
    return text.size() >= pattern.size() &&
           same(pattern, text.substr(text.size() - pattern.size()));
}

}  // namespace ensemble::query
