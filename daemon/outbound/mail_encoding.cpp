// SPDX-License-Identifier: Apache-2.0
#include "daemon/outbound/mail_encoding.h"

#include <algorithm>

#include "shared/base/encoding.h"

namespace ensemble::outbound {

namespace {

constexpr std::size_t plain_header_bytes_max = 66;  // so that a line with its name stays under 78
constexpr std::size_t word_bytes_max = 39;          // 52 characters, framed 64, behind "Subject: "
constexpr std::size_t line_characters_max = 76;

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool goes_plain(std::string_view text) {
    return is_ascii(text) && text.size() <= plain_header_bytes_max &&
           text.find("=?") == std::string_view::npos && !text.starts_with(' ') &&
           !text.ends_with(' ');
}

// The longest beginning that fits and does not cut a character.
std::size_t whole_characters(std::string_view text) {
    if (text.size() <= word_bytes_max) return text.size();
    std::size_t end = word_bytes_max;
    while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return end;
}

std::string encoded_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t bytes = whole_characters(text);
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + base64(text.substr(0, bytes)) + "?=";
        text.remove_prefix(bytes);
    }
    return out;
}

// With \n as the only end of a line.
std::string with_plain_breaks(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] != '\n') {
            out += '\n';
        }
    }
    if (!out.ends_with('\n')) out += '\n';
    return out;
}

std::string escaped(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'=', digits[byte >> 4], digits[byte & 15]};
}

// RFC 2045, 6.7. A dot at the beginning of a line is escaped, so that SMTP need not.
void append_quoted_line(std::string_view line, std::string& out) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool blank_inside = (c == ' ' || c == '\t') && i + 1 < line.size();
        const bool plain = (c > ' ' && c <= '~' && c != '=') || blank_inside;
        const std::size_t room = line_characters_max - 1;  // for the '=' of a soft break
        if (column + (plain ? 1 : 3) > room) {
            out += "=\r\n";
            column = 0;
        }
        const std::string piece =
            plain && !(c == '.' && column == 0) ? std::string(1, c) : escaped(c);
        out += piece;
        column += piece.size();
    }
    out += "\r\n";
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        append_quoted_line(text.substr(0, end), out);
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string base64_lines(std::string_view text) {
    std::string with_breaks;
    for (const char c : text) {
        if (c == '\n') with_breaks += '\r';
        with_breaks += c;
    }
    const std::string all = base64(with_breaks);
    std::string out;
    for (std::size_t at = 0; at < all.size(); at += line_characters_max)
        out += all.substr(at, line_characters_max) + "\r\n";
    return out;
}

}  // namespace

std::string encode_subject(std::string_view text) {
    return goes_plain(text) ? std::string(text) : encoded_words(text);
}

std::string encode_phrase(std::string_view text) {
    if (!goes_plain(text)) return encoded_words(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

Body encode_body(std::string_view text) {
    const std::string lines = with_plain_breaks(text);
    std::string quoted = quoted_printable(lines);
    std::string packed = base64_lines(lines);
    if (quoted.size() <= packed.size()) return {"quoted-printable", std::move(quoted)};
    return {"base64", std::move(packed)};
}

}  // namespace ensemble::outbound
