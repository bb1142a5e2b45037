// SPDX-License-Identifier: Apache-2.0
#include "shared/query/filter.h"

#include <optional>
#include <utility>

#include "shared/base/limits.h"
#include "shared/query/values.h"

namespace ensemble::query {

namespace {

using Parsed = std::optional<FilterNode>;  // nullopt: the fault is set

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view field_ends = " \t\r\n()<>=!~:,\"'";
constexpr std::string_view value_ends = " \t\r\n(),\"'";

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::variant<FilterNode, FilterFault> parse() {
        if (text_.size() > limits::filter_bytes_max) {
            stop(FilterFault::Kind::too_long, limits::filter_bytes_max, 0);
            return fault_;
        }
        skip_blanks();
        if (at_end()) return FilterNode{};
        Parsed node = any();
        if (!node) return fault_;
        if (!at_end()) {
            stop(text_[at_] == ')' ? FilterFault::Kind::unexpected_parenthesis
                                   : FilterFault::Kind::expected_condition,
                 at_, 1);
            return fault_;
        }
        return std::move(*node);
    }

private:
    bool at_end() const { return at_ >= text_.size(); }

    void skip_blanks() {
        while (!at_end() && blanks.find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    std::nullopt_t stop(FilterFault::Kind kind, std::size_t position, std::size_t bytes) {
        fault_.kind = kind;
        fault_.position = position;
        fault_.bytes = bytes;
        return std::nullopt;
    }

    std::string_view next_word() const {
        const std::size_t end = text_.find_first_of(field_ends, at_);
        return text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    }

    // Whether the keyword stands here as a word of its own: "and" in "and lr", not in "and=3".
    bool take_keyword(std::string_view keyword) {
        if (!matches(keyword, next_word())) return false;
        const std::size_t end = at_ + keyword.size();
        const std::size_t after = text_.find_first_not_of(blanks, end);
        const char c = after == std::string_view::npos ? ' ' : text_[after];
        if (c == ':' || c == '=' || c == '~' || c == '<' || c == '>' || c == '!') return false;
        at_ = end;
        skip_blanks();
        return true;
    }

    Parsed any() {
        if (++depth_ > limits::filter_depth_max) return stop(FilterFault::Kind::too_deep, at_, 1);
        FilterNode node;
        node.kind = FilterNode::Kind::any_of;
        do {
            Parsed part = all();
            if (!part) return part;
            node.parts.push_back(std::move(*part));
        } while (take_keyword("or"));
        --depth_;
        return node.parts.size() == 1 ? std::move(node.parts[0]) : std::move(node);
    }

    bool all_ends_here() {
        if (at_end() || text_[at_] == ')') return true;
        const std::size_t before = at_;
        const bool ends = take_keyword("or");
        at_ = before;
        return ends;
    }

    Parsed all() {
        FilterNode node;
        do {
            Parsed part = one();
            if (!part) return part;
            node.parts.push_back(std::move(*part));
        } while (take_keyword("and") || !all_ends_here());
        return node.parts.size() == 1 ? std::move(node.parts[0]) : std::move(node);
    }

    Parsed one() {
        if (at_end() || text_[at_] == ')')
            return stop(FilterFault::Kind::expected_condition, at_, at_end() ? 0 : 1);
        const std::size_t here = at_;
        if (take_keyword("not")) return negated();
        if (take_keyword("and") || take_keyword("or"))
            return stop(FilterFault::Kind::expected_condition, here, at_ - here);
        return text_[at_] == '(' ? group() : condition();
    }

    Parsed negated() {
        if (++depth_ > limits::filter_depth_max) return stop(FilterFault::Kind::too_deep, at_, 1);
        Parsed part = one();
        if (!part) return part;
        --depth_;
        return none_of(std::move(*part));
    }

    static FilterNode none_of(FilterNode part) {
        FilterNode node;
        node.kind = FilterNode::Kind::none_of;
        node.parts.push_back(std::move(part));
        return node;
    }

    Parsed group() {
        const std::size_t open = at_++;
        skip_blanks();
        Parsed node = any();
        if (!node) return node;
        if (at_end()) return stop(FilterFault::Kind::unclosed_parenthesis, open, 1);
        if (text_[at_] != ')') return stop(FilterFault::Kind::expected_condition, at_, 1);
        ++at_;
        skip_blanks();
        return node;
    }

    // A quoted or plain piece; nullopt without a fault when nothing of the kind stands here.
    std::optional<Piece> piece(std::string_view ends) {
        Piece piece;
        piece.position = at_;
        if (!at_end() && (text_[at_] == '"' || text_[at_] == '\'')) {
            if (!quoted(piece.text)) return std::nullopt;
        } else {
            const std::size_t end = text_.find_first_of(ends, at_);
            const std::size_t bytes = (end == std::string_view::npos ? text_.size() : end) - at_;
            if (bytes == 0) return std::nullopt;
            piece.text = text_.substr(at_, bytes);
            at_ += bytes;
        }
        piece.bytes = at_ - piece.position;
        skip_blanks();
        return piece;
    }

    bool quoted(std::string& text) {
        const std::size_t open = at_;
        const char quote = text_[at_++];
        for (; !at_end(); ++at_) {
            if (text_[at_] == quote) {
                ++at_;
                return true;
            }
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            text += text_[at_];
        }
        stop(FilterFault::Kind::unclosed_quote, open, 1);
        faulty_ = true;
        return false;
    }

    Parsed condition() {
        auto field = piece(field_ends);
        if (faulty_) return std::nullopt;
        if (!field) return stop(FilterFault::Kind::expected_condition, at_, at_end() ? 0 : 1);
        FilterNode node;
        bool negative = false;
        if (!take_operator(node.compare, negative)) {
            node.kind = FilterNode::Kind::search;
            node.values.push_back(std::move(*field));
            return node;
        }
        node.kind = FilterNode::Kind::condition;
        node.field = std::move(*field);
        do {
            auto value = piece(value_ends);
            if (faulty_) return std::nullopt;
            if (!value) return stop(FilterFault::Kind::expected_value, at_, at_end() ? 0 : 1);
            node.values.push_back(std::move(*value));
        } while (node.compare == Compare::one_of && take_comma());
        if (node.compare == Compare::one_of && matches("has", node.field.text)) {
            node.compare = Compare::has_value;
            node.field = std::move(node.values[0]);
            node.values.clear();
        }
        return negative ? none_of(std::move(node)) : std::move(node);
    }

    bool take_comma() {
        if (at_end() || text_[at_] != ',') return false;
        ++at_;
        skip_blanks();
        return true;
    }

    bool take_operator(Compare& compare, bool& negative) {
        struct Operator {
            std::string_view text;
            Compare compare;
            bool negative;
        };
        // Longer ones first.
        static constexpr Operator operators[] = {
            {"!=", Compare::equal, true},       {"==", Compare::equal, false},
            {"<=", Compare::less_equal, false}, {">=", Compare::greater_equal, false},
            {"!~", Compare::contains, true},    {"!:", Compare::one_of, true},
            {"=", Compare::equal, false},       {"<", Compare::less, false},
            {">", Compare::greater, false},     {"~", Compare::contains, false},
            {":", Compare::one_of, false},
        };
        for (const Operator& each : operators) {
            if (!text_.substr(at_).starts_with(each.text)) continue;
            at_ += each.text.size();
            compare = each.compare;
            negative = each.negative;
            skip_blanks();
            return true;
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool faulty_ = false;
    FilterFault fault_;
};

std::string_view expectation(FilterFault::Kind kind) {
    using Kind = FilterFault::Kind;
    switch (kind) {
    case Kind::expected_condition:
        return "expected a word, a condition or \"(\"";
    case Kind::expected_value:
        return "expected a value after the operator";
    case Kind::expected_number:
        return "expected a number";
    case Kind::expected_date:
        return "expected a date such as 2025-03-01";
    case Kind::expected_duration:
        return "expected a time span such as 90s, 2h or 7d";
    case Kind::unclosed_parenthesis:
        return "expected a \")\" for this \"(\"";
    case Kind::unexpected_parenthesis:
        return "expected a \"(\" before this \")\"";
    case Kind::unclosed_quote:
        return "expected a closing quote";
    case Kind::unknown_column:
        return "expected the name of a column, found";
    case Kind::ambiguous_column:
        return "expected one column, this could be";
    case Kind::too_long:
        return "expected a shorter filter";
    case Kind::too_deep:
        return "expected fewer parentheses";
    case Kind::no_order:
        return "expected =, : or ~ for the text column";
    }
    return "";
}

}  // namespace

std::string sentence(const FilterFault& fault) {
    std::string text = "position " + std::to_string(fault.position + 1) + ": ";
    text += expectation(fault.kind);
    if (!fault.detail.empty()) text += " " + fault.detail;
    return text;
}

std::variant<FilterNode, FilterFault> parse_filter(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace ensemble::query
