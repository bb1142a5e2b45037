// SPDX-License-Identifier: Apache-2.0
#include "daemon/recording/json_cursor.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "shared/base/encoding.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

constexpr std::uint64_t bytes_of(std::uint8_t byte) {
    return 0x0101010101010101ull * byte;
}

// The high bit of every byte that is a quote, a backslash, a control character or not ASCII. Bytes
// above the first hit may be flagged wrongly; the lowest flag is right.
std::uint64_t special_bytes(std::uint64_t word) {
    const std::uint64_t quote = word ^ bytes_of('"');
    const std::uint64_t slash = word ^ bytes_of('\\');
    const std::uint64_t hit =
        (quote - bytes_of(1)) | (slash - bytes_of(1)) | (word - bytes_of(0x20)) | word;
    return hit & bytes_of(0x80);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

bool JsonCursor::escape() {
    if (end_ - at_ < 2) return false;
    if (at_[1] != 'u') {
        if (std::strchr("\"\\/bfnrt", at_[1]) == nullptr || at_[1] == '\0') return false;
        at_ += 2;
        return true;
    }
    if (end_ - at_ < 6) return false;
    for (int i = 2; i < 6; ++i) {
        if (hex_value(at_[i]) < 0) return false;
    }
    at_ += 6;
    return true;
}

std::optional<JsonCursor::String> JsonCursor::string() {
    const char* start = ++at_;
    bool escaped = false;
    bool ascii = true;
    while (true) {
        while (end_ - at_ >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at_, 8);
            const std::uint64_t special = special_bytes(word);
            if (special != 0) {
                at_ += std::countr_zero(special) / 8;
                break;
            }
            at_ += 8;
        }
        if (at_ == end_) return std::nullopt;
        const auto c = static_cast<unsigned char>(*at_);
        if (c == '"') break;
        if (c < 0x20) return std::nullopt;
        if (c == '\\') {
            escaped = true;
            if (!escape()) return std::nullopt;
            continue;
        }
        if (c >= 0x80) ascii = false;
        ++at_;
    }
    const std::string_view inside(start, static_cast<std::size_t>(at_ - start));
    ++at_;
    if (!ascii && !valid_utf8(inside)) return std::nullopt;
    return String{inside, escaped};
}

std::optional<JsonNumber> JsonCursor::number() {
    const char* start = at_;
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    const double sign = negative ? -1 : 1;
    if (at_ == end_) return std::nullopt;
    if (*at_ == 'I' && literal("Infinity"))
        return JsonNumber{sign * std::numeric_limits<double>::infinity()};
    if (!negative && literal("NaN")) return JsonNumber{std::numeric_limits<double>::quiet_NaN()};

    const char* digits = at_;
    std::uint64_t mantissa = 0;
    while (at_ != end_ && is_digit(*at_))
        mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at_++ - '0');
    const auto whole = at_ - digits;
    if (whole == 0 || (whole > 1 && *digits == '0')) return std::nullopt;
    const bool integer = at_ == end_ || (*at_ != '.' && (*at_ | 0x20) != 'e');
    if (integer && whole <= 15) return JsonNumber{sign * static_cast<double>(mantissa)};
    if (!integer && *at_ == '.') {
        const char* fraction = ++at_;
        while (at_ != end_ && is_digit(*at_))
            ++at_;
        if (at_ == fraction) return std::nullopt;
    }
    if (!integer && at_ != end_ && (*at_ | 0x20) == 'e') {
        ++at_;
        if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
        const char* exponent = at_;
        while (at_ != end_ && is_digit(*at_))
            ++at_;
        if (at_ == exponent) return std::nullopt;
    }
    JsonNumber number;
    const auto read = std::from_chars(start, at_, number.value);
    if (read.ec != std::errc{} || read.ptr != at_) return JsonNumber{0, false};
    number.exact = !integer || (whole == 16 && mantissa <= (1ull << 53));
    return number;
}

bool JsonCursor::skip_container(char close, std::size_t depth) {
    if (depth == 0) return false;
    ++at_;
    if (accept(close)) return true;
    do {
        skip_blanks();
        if (close == '}' && (peek() != '"' || !string() || !accept(':'))) return false;
        if (!skip_value(depth - 1)) return false;
    } while (accept(','));
    return accept(close);
}

bool JsonCursor::skip_value(std::size_t depth) {
    skip_blanks();
    switch (peek()) {
    case '{':
        return skip_container('}', depth);
    case '[':
        return skip_container(']', depth);
    case '"':
        return string().has_value();
    case 't':
        return literal("true");
    case 'f':
        return literal("false");
    case 'n':
        return literal("null");
    case '\0':
        return false;
    default:
        return number().has_value();
    }
}

std::string unescaped(std::string_view inside) {
    std::string out;
    const auto code_unit = [&](std::size_t at) {
        std::uint32_t unit = 0;
        for (std::size_t i = at; i < at + 4; ++i)
            unit = unit * 16 + static_cast<std::uint32_t>(hex_value(inside[i]));
        return unit;
    };
    const auto put = [&](std::uint32_t code) {
        const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
        if (code < 0x80) return byte(code);
        if (code < 0x800) {
            byte(0xc0 | (code >> 6));
        } else if (code < 0x10000) {
            byte(0xe0 | (code >> 12));
            byte(0x80 | ((code >> 6) & 0x3f));
        } else {
            byte(0xf0 | (code >> 18));
            byte(0x80 | ((code >> 12) & 0x3f));
            byte(0x80 | ((code >> 6) & 0x3f));
        }
        byte(0x80 | (code & 0x3f));
    };
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\\') {
            out.push_back(inside[i]);
            continue;
        }
        const char kind = inside[++i];
        if (kind != 'u') {
            constexpr std::string_view from = "bfnrt";
            constexpr std::string_view to = "\b\f\n\r\t";
            const std::size_t known = from.find(kind);
            out.push_back(known == std::string_view::npos ? kind : to[known]);
            continue;
        }
        std::uint32_t code = code_unit(i + 1);
        i += 4;
        const bool high = code >= 0xd800 && code < 0xdc00;
        if (high && inside.substr(i + 1, 2) == "\\u") {
            const std::uint32_t low = code_unit(i + 3);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            }
        }
        put(code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
    }
    return out;
}

bool is_json_object(std::string_view text) {
    JsonCursor cursor(text);
    cursor.skip_blanks();
    if (cursor.peek() != '{' || !cursor.skip_value(limits::json_depth_max)) return false;
    cursor.skip_blanks();
    return cursor.at_end();
}

}  // namespace ensemble::recording
