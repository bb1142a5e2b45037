// SPDX-License-Identifier: Apache-2.0
#include "shared/json/writer.h"

#include <array>
#include <charconv>

#include "shared/base/encoding.h"

namespace ensemble::json {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

void escape(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
}

bool plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

// Well-formed text: what needs no escape is copied in one piece.
void append(std::string& out, std::string_view value) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (plain(value[i])) continue;
        out.append(value, start, i - start);
        escape(out, value[i]);
        start = i + 1;
    }
    out.append(value, start);
}

// How many bytes the character at the front has, 0 when it is none.
std::size_t character(std::string_view value) {
    for (std::size_t bytes = 1; bytes <= 4 && bytes <= value.size(); ++bytes) {
        if (valid_utf8(value.substr(0, bytes))) return bytes;
    }
    return 0;
}

std::string repaired(std::string_view value) {
    std::string out;
    while (!value.empty()) {
        const std::size_t bytes = character(value);
        out += bytes == 0 ? std::string_view("\xEF\xBF\xBD") : value.substr(0, bytes);
        value.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return out;
}

}  // namespace

void Writer::separate() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':') out_ += ',';
}

void Writer::begin_object() {
    separate();
    out_ += '{';
}

void Writer::begin_list() {
    separate();
    out_ += '[';
}

void Writer::key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
}

void Writer::boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
}

void Writer::integer(std::int64_t value) {
    separate();
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out_.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

void Writer::text(std::string_view value) {
    separate();
    out_ += '"';
    if (valid_utf8(value))
        append(out_, value);
    else
        append(out_, repaired(value));
    out_ += '"';
}

void Writer::hex64(std::uint64_t value) {
    separate();
    out_ += '"';
    for (int shift = 60; shift >= 0; shift -= 4)
        out_ += digits[(value >> shift) & 15];
    out_ += '"';
}

void Writer::raw(std::string_view json) {
    separate();
    out_ += json;
}

}  // namespace ensemble::json
