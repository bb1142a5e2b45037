// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/lexer.h"

#include <optional>
#include <vector>

#include "shared/base/limits.h"

namespace ensemble::graphql {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void append_utf8(std::string& to, std::uint32_t code) {
    const auto byte = [&to](std::uint32_t value) { to.push_back(static_cast<char>(value)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18));
        byte(0x80 | ((code >> 12) & 0x3F));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\n' && text[i] != '\r') continue;
        lines.push_back(text.substr(begin, i - begin));
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
        begin = i + 1;
    }
    lines.push_back(text.substr(begin));
    return lines;
}

// Takes away the common indentation and the blank lines at both ends.
std::string block_value(std::string_view raw) {
    std::vector<std::string_view> lines = split_lines(raw);
    std::optional<std::size_t> least;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (is_blank(lines[i])) continue;
        const std::size_t indent = lines[i].find_first_not_of(" \t");
        if (!least || indent < *least) least = indent;
    }
    for (std::size_t i = 1; least && i < lines.size(); ++i)
        lines[i].remove_prefix(std::min(*least, lines[i].size()));
    std::size_t first = 0;
    std::size_t last = lines.size();
    while (first < last && is_blank(lines[first]))
        ++first;
    while (last > first && is_blank(lines[last - 1]))
        --last;
    std::string value;
    for (std::size_t i = first; i < last; ++i) {
        if (i > first) value += '\n';
        value += lines[i];
    }
    return value;
}

}  // namespace

Error Lexer::error(std::string_view what) const {
    return fail(ErrorCode::bad_request,
                "query line " + std::to_string(line_) + ": " + std::string(what));
}

Token Lexer::token(Token::Kind kind, std::size_t begin) const {
    return Token{kind, text_.substr(begin, at_ - begin), {}, line_};
}

void Lexer::skip_ignored() {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '#') {
            while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r')
                ++at_;
            continue;
        }
        if (text_.substr(at_, 3) == "\xEF\xBB\xBF") {
            at_ += 3;
            continue;
        }
        if (c != ' ' && c != '\t' && c != ',' && c != '\n' && c != '\r') return;
        if (c == '\n') ++line_;
        ++at_;
    }
}

Result<Token> Lexer::next() {
    skip_ignored();
    if (at_ >= text_.size()) return token(Token::Kind::end, at_);
    if (++tokens_ > limits::graphql_tokens_max)
        return fail(ErrorCode::too_large, "the query has too many tokens");
    const std::size_t begin = at_;
    const char c = text_[at_];
    if (starts_name(c)) {
        while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_])))
            ++at_;
        return token(Token::Kind::name, begin);
    }
    if (is_digit(c) || c == '-') return number();
    if (c == '"') return text_.substr(at_, 3) == "\"\"\"" ? block_string() : string();
    if (text_.substr(at_, 3) == "...") {
        at_ += 3;
        return token(Token::Kind::punctuator, begin);
    }
    if (std::string_view("!$&():=@[]{|}").find(c) != std::string_view::npos) {
        ++at_;
        return token(Token::Kind::punctuator, begin);
    }
    return error("unexpected character");
}

Result<Token> Lexer::number() {
    const std::size_t begin = at_;
    const auto digits = [this] {
        const std::size_t first = at_;
        while (at_ < text_.size() && is_digit(text_[at_]))
            ++at_;
        return at_ > first;
    };
    if (text_[at_] == '-') ++at_;
    if (!digits()) return error("a number needs digits");
    Token::Kind kind = Token::Kind::integer;
    if (at_ < text_.size() && text_[at_] == '.') {
        ++at_;
        kind = Token::Kind::real;
        if (!digits()) return error("a number needs digits after the point");
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
        ++at_;
        kind = Token::Kind::real;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        if (!digits()) return error("a number needs digits in its exponent");
    }
    if (at_ < text_.size() && (starts_name(text_[at_]) || text_[at_] == '.'))
        return error("a number ends in something else");
    return token(kind, begin);
}

Result<std::uint32_t> Lexer::code_unit() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        const int digit = at_ < text_.size() ? hex_digit(text_[at_]) : -1;
        if (digit < 0) return error("a broken \\u escape");
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return value;
}

Result<void> Lexer::escape(std::string& to) {
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at_ >= text_.size()) return error("a string has no end");
    const char c = text_[at_++];
    if (const auto found = letters.find(c); found != std::string_view::npos) {
        to.push_back(meanings[found]);
        return {};
    }
    if (c != 'u') return error("an unknown escape in a string");
    auto unit = code_unit();
    if (!unit) return unit.error();
    std::uint32_t code = *unit;
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 2) == "\\u") {
        at_ += 2;
        auto low = code_unit();
        if (!low) return low.error();
        if (*low < 0xDC00 || *low > 0xDFFF) return error("a lone surrogate in a string");
        code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
    } else if (code >= 0xD800 && code < 0xE000) {
        return error("a lone surrogate in a string");
    }
    append_utf8(to, code);
    return {};
}

Result<Token> Lexer::string() {
    const std::size_t begin = at_++;
    std::string text;
    while (at_ < text_.size() && text_[at_] != '"') {
        const char c = text_[at_++];
        if (c == '\n' || c == '\r') return error("a string has no end");
        if (c != '\\') {
            text.push_back(c);
            continue;
        }
        if (auto done = escape(text); !done) return done.error();
    }
    if (at_ >= text_.size()) return error("a string has no end");
    ++at_;
    Token made = token(Token::Kind::text, begin);
    made.text = std::move(text);
    return made;
}

Result<Token> Lexer::block_string() {
    const std::size_t begin = at_;
    at_ += 3;
    std::string raw;
    while (at_ < text_.size() && text_.substr(at_, 3) != "\"\"\"") {
        if (text_.substr(at_, 4) == "\\\"\"\"") {
            raw += "\"\"\"";
            at_ += 4;
            continue;
        }
        if (text_[at_] == '\n') ++line_;
        raw.push_back(text_[at_++]);
    }
    if (at_ >= text_.size()) return error("a block string has no end");
    at_ += 3;
    Token made = token(Token::Kind::text, begin);
    made.text = block_value(raw);
    return made;
}

}  // namespace ensemble::graphql
