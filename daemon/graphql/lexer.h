// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"

namespace ensemble::graphql {

struct Token {
    enum class Kind : std::uint8_t { end, punctuator, name, integer, real, text };
    Kind kind = Kind::end;
    std::string_view source;  // as written; "..." for a spread
    std::string text;         // unescaped, of text
    std::size_t line = 1;

    bool is(std::string_view punctuator) const {
        return kind == Kind::punctuator && source == punctuator;
    }
    bool is_name(std::string_view name) const { return kind == Kind::name && source == name; }
};

// Reads one token at a time; commas, white space and comments separate.
class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    // bad_request with the line, or too_large when there are too many tokens.
    Result<Token> next();

private:
    void skip_ignored();
    Result<Token> number();
    Result<Token> string();
    Result<Token> block_string();
    Result<void> escape(std::string& to);
    Result<std::uint32_t> code_unit();
    Token token(Token::Kind kind, std::size_t begin) const;
    Error error(std::string_view what) const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t tokens_ = 0;
};

}  // namespace ensemble::graphql
