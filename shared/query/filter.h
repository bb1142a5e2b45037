// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The run filter language. In short:
//
//   filter    = any
//   any       = all { "or" all }
//   all       = one { ["and"] one }
//   one       = "not" one | "(" any ")" | condition | word
//   condition = field ("=" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~") value
//             | field ":" value { "," value }          is one of; '*' stands for any text
//             | "has" ":" field                        there is a value
//   field, value, word = plain characters, or "quoted" or 'quoted' with backslash escapes
//
// A word alone looks in the names, the tags and the notes. "and", "or" and "not" in any case are
// words only in quotes. An empty filter holds for every run.
namespace ensemble::query {

enum class Compare : std::uint8_t {
    equal,
    less,
    less_equal,
    greater,
    greater_equal,
    contains,
    one_of,
    has_value,
};

// A piece of the filter's text: what it means, and where it stands (in bytes).
struct Piece {
    std::string text;
    std::size_t position = 0;
    std::size_t bytes = 0;
};

struct FilterNode {
    enum class Kind : std::uint8_t { all_of, any_of, none_of, condition, search };
    Kind kind = Kind::all_of;
    std::vector<FilterNode> parts;     // all_of, any_of, none_of (exactly one)
    Piece field;                       // condition
    Compare compare = Compare::equal;  // condition
    std::vector<Piece> values;         // condition; search: exactly one
};

// Why a filter cannot be used. Numbers travel to the page, which has the sentences in every
// language.
struct FilterFault {
    enum class Kind : std::uint32_t {
        expected_condition = 1,      // a word, a condition or "(" must stand here
        expected_value = 2,          // after an operator
        expected_number = 3,         // the value of an ordering comparison
        expected_date = 4,           // e.g. 2025-03-01
        expected_duration = 5,       // e.g. 90s, 2h, 7d
        unclosed_parenthesis = 6,    // position of the "("
        unexpected_parenthesis = 7,  // a ")" without "("
        unclosed_quote = 8,          // position of the quote
        unknown_column = 9,          // detail: the name
        ambiguous_column = 10,       // detail: the columns it could mean, separated by ", "
        too_long = 11,
        too_deep = 12,
        no_order = 13,  // "<" and the like on a text column; detail: the name
    };
    Kind kind = Kind::expected_condition;
    std::size_t position = 0;
    std::size_t bytes = 0;
    std::string detail;
};

// "position 6: expected a number after the operator", with positions from 1.
std::string sentence(const FilterFault& fault);

std::variant<FilterNode, FilterFault> parse_filter(std::string_view text);

}  // namespace ensemble::query
