// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/parser.h"

#include <charconv>
#include <cstdlib>
#include <string>

#include "daemon/graphql/lexer.h"
#include "shared/base/limits.h"

namespace ensemble::graphql {

const Fragment* Document::fragment(std::string_view name) const {
    const auto found = fragments.find(name);
    return found == fragments.end() ? nullptr : &found->second;
}

namespace {

class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) {}

    Result<Document> document();

private:
    Result<void> advance();
    Result<void> expect(std::string_view punctuator);
    Result<std::string_view> name();
    Error unexpected() const;

    Result<Operation> operation();
    Result<Fragment> fragment();
    Result<void> variables(std::vector<VariableDefinition>& to);
    Result<void> type(std::size_t depth);
    Result<void> directives(std::vector<Directive>& to);
    Result<void> arguments(std::vector<Argument>& to);
    Result<SelectionSet> selection_set(std::size_t depth);
    Result<Selection> selection(std::size_t depth);
    Result<void> field(Selection& to);
    Result<void> spread(Selection& to);
    Result<Input> value(std::size_t depth);
    Result<Input> list(std::size_t depth);
    Result<Input> object(std::size_t depth);
    Result<Input> number();

    Lexer lexer_;
    Token token_;
};

Error too_deep() {
    return fail(ErrorCode::too_large, "the query is nested too deeply");
}

Result<void> Parser::advance() {
    auto next = lexer_.next();
    if (!next) return next.error();
    token_ = std::move(*next);
    return {};
}

Error Parser::unexpected() const {
    const std::string what = token_.kind == Token::Kind::end
                                 ? std::string("unexpected end")
                                 : "unexpected \"" + std::string(token_.source.substr(0, 40)) + '"';
    return fail(ErrorCode::bad_request, "query line " + std::to_string(token_.line) + ": " + what);
}

Result<void> Parser::expect(std::string_view punctuator) {
    if (!token_.is(punctuator)) return unexpected();
    return advance();
}

Result<std::string_view> Parser::name() {
    if (token_.kind != Token::Kind::name) return unexpected();
    const std::string_view found = token_.source;
    if (auto done = advance(); !done) return done.error();
    return found;
}

Result<Document> Parser::document() {
    if (auto done = advance(); !done) return done.error();
    Document made;
    while (token_.kind != Token::Kind::end) {
        if (token_.is_name("fragment")) {
            auto one = fragment();
            if (!one) return one.error();
            if (made.fragment(one->name) != nullptr)
                return fail(ErrorCode::bad_request,
                            "fragment " + std::string(one->name) + " is defined twice");
            const std::string_view own = one->name;
            made.fragments.emplace(own, std::move(*one));
        } else {
            auto one = operation();
            if (!one) return one.error();
            made.operations.push_back(std::move(*one));
        }
    }
    if (made.operations.empty())
        return fail(ErrorCode::bad_request, "the query holds no operation");
    return made;
}

Result<Operation> Parser::operation() {
    Operation made;
    if (!token_.is("{")) {
        if (token_.is_name("mutation"))
            made.kind = OperationKind::mutation;
        else if (token_.is_name("subscription"))
            made.kind = OperationKind::subscription;
        else if (!token_.is_name("query"))
            return unexpected();
        if (auto done = advance(); !done) return done.error();
        if (token_.kind == Token::Kind::name) {
            made.name = token_.source;
            if (auto done = advance(); !done) return done.error();
        }
        if (auto done = variables(made.variables); !done) return done.error();
        std::vector<Directive> unused;
        if (auto done = directives(unused); !done) return done.error();
    }
    auto set = selection_set(1);
    if (!set) return set.error();
    made.set = std::move(*set);
    return made;
}

Result<Fragment> Parser::fragment() {
    if (auto done = advance(); !done) return done.error();
    Fragment made;
    auto own = name();
    if (!own) return own.error();
    made.name = *own;
    if (!token_.is_name("on")) return unexpected();
    if (auto done = advance(); !done) return done.error();
    auto condition = name();
    if (!condition) return condition.error();
    made.type_condition = *condition;
    std::vector<Directive> unused;
    if (auto done = directives(unused); !done) return done.error();
    auto set = selection_set(1);
    if (!set) return set.error();
    made.set = std::move(*set);
    return made;
}

Result<void> Parser::variables(std::vector<VariableDefinition>& to) {
    if (!token_.is("(")) return {};
    if (auto done = advance(); !done) return done;
    while (!token_.is(")")) {
        VariableDefinition made;
        if (auto done = expect("$"); !done) return done;
        auto own = name();
        if (!own) return own.error();
        made.name = *own;
        if (auto done = expect(":"); !done) return done;
        if (auto done = type(1); !done) return done;
        if (token_.is("=")) {
            if (auto done = advance(); !done) return done;
            auto literal = value(1);
            if (!literal) return literal.error();
            made.has_default = true;
            made.default_value = std::move(*literal);
        }
        std::vector<Directive> unused;
        if (auto done = directives(unused); !done) return done;
        to.push_back(std::move(made));
    }
    return advance();
}

Result<void> Parser::type(std::size_t depth) {
    if (depth > limits::graphql_depth_max) return too_deep();
    if (token_.is("[")) {
        if (auto done = advance(); !done) return done;
        if (auto done = type(depth + 1); !done) return done;
        if (auto done = expect("]"); !done) return done;
    } else if (auto own = name(); !own) {
        return own.error();
    }
    return token_.is("!") ? advance() : Result<void>();
}

Result<void> Parser::directives(std::vector<Directive>& to) {
    while (token_.is("@")) {
        if (auto done = advance(); !done) return done;
        Directive made;
        auto own = name();
        if (!own) return own.error();
        made.name = *own;
        if (auto done = arguments(made.arguments); !done) return done;
        to.push_back(std::move(made));
    }
    return {};
}

Result<void> Parser::arguments(std::vector<Argument>& to) {
    if (!token_.is("(")) return {};
    if (auto done = advance(); !done) return done;
    while (!token_.is(")")) {
        Argument made;
        auto own = name();
        if (!own) return own.error();
        made.name = *own;
        if (auto done = expect(":"); !done) return done;
        auto given = value(1);
        if (!given) return given.error();
        made.value = std::move(*given);
        to.push_back(std::move(made));
    }
    return advance();
}

Result<SelectionSet> Parser::selection_set(std::size_t depth) {
    if (depth > limits::graphql_depth_max) return too_deep();
    if (auto done = expect("{"); !done) return done.error();
    SelectionSet made;
    while (!token_.is("}")) {
        auto one = selection(depth);
        if (!one) return one.error();
        made.selections.push_back(std::move(*one));
    }
    if (auto done = advance(); !done) return done.error();
    return made;
}

Result<Selection> Parser::selection(std::size_t depth) {
    Selection made;
    if (auto done = token_.is("...") ? spread(made) : field(made); !done) return done.error();
    if (auto done = directives(made.directives); !done) return done.error();
    if (made.kind == Selection::Kind::spread) return made;
    if (made.kind == Selection::Kind::inline_fragment || token_.is("{")) {
        auto set = selection_set(depth + 1);
        if (!set) return set.error();
        made.set = std::move(*set);
    }
    return made;
}

Result<void> Parser::field(Selection& to) {
    auto first = name();
    if (!first) return first.error();
    to.name = *first;
    if (token_.is(":")) {
        if (auto done = advance(); !done) return done;
        auto second = name();
        if (!second) return second.error();
        to.alias = to.name;
        to.name = *second;
    }
    return arguments(to.arguments);
}

Result<void> Parser::spread(Selection& to) {
    if (auto done = advance(); !done) return done;
    to.kind = Selection::Kind::inline_fragment;
    if (token_.is_name("on")) {
        if (auto done = advance(); !done) return done;
        auto condition = name();
        if (!condition) return condition.error();
        to.type_condition = *condition;
        return {};
    }
    if (token_.kind == Token::Kind::name) {
        to.kind = Selection::Kind::spread;
        to.name = token_.source;
        return advance();
    }
    return {};
}

Result<Input> Parser::number() {
    Input made;
    const std::string written(token_.source);
    if (token_.kind == Token::Kind::integer) {
        made.kind = Input::Kind::integer;
        const auto read =
            std::from_chars(written.data(), written.data() + written.size(), made.integer);
        if (read.ec != std::errc())
            return fail(ErrorCode::bad_request, "integer " + written + " is out of range");
    } else {
        made.kind = Input::Kind::real;
        made.real = std::strtod(written.c_str(), nullptr);
    }
    if (auto done = advance(); !done) return done.error();
    return made;
}

Result<Input> Parser::value(std::size_t depth) {
    if (depth > limits::graphql_depth_max) return too_deep();
    if (token_.is("[")) return list(depth);
    if (token_.is("{")) return object(depth);
    Input made;
    if (token_.is("$")) {
        if (auto done = advance(); !done) return done.error();
        if (token_.kind != Token::Kind::name) return unexpected();
        made.kind = Input::Kind::variable;
        made.text = std::string(token_.source);
    } else if (token_.kind == Token::Kind::integer || token_.kind == Token::Kind::real) {
        return number();
    } else if (token_.kind == Token::Kind::text) {
        made.kind = Input::Kind::text;
        made.text = std::move(token_.text);
    } else if (token_.is_name("true") || token_.is_name("false")) {
        made.kind = Input::Kind::boolean;
        made.boolean = token_.source == "true";
    } else if (token_.is_name("null")) {
        made.kind = Input::Kind::null;
    } else if (token_.kind == Token::Kind::name) {
        made.kind = Input::Kind::name;
        made.text = std::string(token_.source);
    } else {
        return unexpected();
    }
    if (auto done = advance(); !done) return done.error();
    return made;
}

Result<Input> Parser::list(std::size_t depth) {
    Input made;
    made.kind = Input::Kind::list;
    if (auto done = advance(); !done) return done.error();
    while (!token_.is("]")) {
        auto item = value(depth + 1);
        if (!item) return item.error();
        made.items.push_back(std::move(*item));
    }
    if (auto done = advance(); !done) return done.error();
    return made;
}

Result<Input> Parser::object(std::size_t depth) {
    Input made;
    made.kind = Input::Kind::object;
    if (auto done = advance(); !done) return done.error();
    while (!token_.is("}")) {
        auto own = name();
        if (!own) return own.error();
        if (auto done = expect(":"); !done) return done.error();
        auto given = value(depth + 1);
        if (!given) return given.error();
        made.fields.push_back({std::string(*own), std::move(*given)});
    }
    if (auto done = advance(); !done) return done.error();
    return made;
}

}  // namespace

Result<Document> parse(std::string_view text) {
    return Parser(text).document();
}

}  // namespace ensemble::graphql
