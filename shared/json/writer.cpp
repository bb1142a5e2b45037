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

bool comma_is_due(const std::string& out) {
    if (out.empty()) return false;
    const char last = out.back();
    return last != '{' && last != '[' && last != ':';
}

bool is_short(std::string_view value) {
    constexpr std::size_t bytes_max = 120;
    return value.size() <= bytes_max;
}

bool is_short_and_plain(std::string_view value) {
    if (!is_short(value)) return false;
    for (const char c : value)
        if (!plain(c) || static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

// A short name, a short value or both, put together before they are appended: making a string
// longer costs more than the letters do.
class Piece {
public:
    explicit Piece(const std::string& out) {
        if (comma_is_due(out)) add(',');
    }
    void add(char c) { buffer_[size_++] = c; }
    void add(std::string_view text) {
        for (const char c : text)
            add(c);
    }
    void key(std::string_view name) {
        text(name);
        add(':');
    }
    void text(std::string_view value) {
        add('"');
        add(value);
        add('"');
    }
    void boolean(bool value) { add(value ? std::string_view("true") : std::string_view("false")); }
    void integer(std::int64_t value) {
        char* const from = buffer_.data() + size_;
        const char* const end = std::to_chars(from, buffer_.data() + buffer_.size(), value).ptr;
        size_ += static_cast<std::size_t>(end - from);
    }
    void append_to(std::string& out) const { out.append(buffer_.data(), size_); }

private:
    std::array<char, 256> buffer_;
    std::size_t size_ = 0;
};

// Whether the name is short, and with what `put` adds to it was appended.
template <class Put>
bool appended(std::string& out, std::string_view name, Put put) {
    if (!is_short(name)) return false;
    Piece piece(out);
    piece.key(name);
    put(piece);
    piece.append_to(out);
    return true;
}

}  // namespace

void Writer::separate() {
    if (comma_is_due(out_)) out_ += ',';
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
    if (appended(out_, name, [](Piece&) {})) return;
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
}

void Writer::member(std::string_view name, std::string_view value) {
    const bool simple = is_short_and_plain(value);
    if (simple && appended(out_, name, [=](Piece& piece) { piece.text(value); })) return;
    key(name);
    text(value);
}

void Writer::member(std::string_view name, std::int64_t number) {
    if (appended(out_, name, [=](Piece& piece) { piece.integer(number); })) return;
    key(name);
    integer(number);
}

void Writer::flag(std::string_view name, bool value) {
    if (appended(out_, name, [=](Piece& piece) { piece.boolean(value); })) return;
    key(name);
    boolean(value);
}

void Writer::boolean(bool value) {
    Piece piece(out_);
    piece.boolean(value);
    piece.append_to(out_);
}

void Writer::integer(std::int64_t value) {
    Piece piece(out_);
    piece.integer(value);
    piece.append_to(out_);
}

void Writer::text(std::string_view value) {
    if (is_short_and_plain(value)) {
        Piece piece(out_);
        piece.text(value);
        return piece.append_to(out_);
    }
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
