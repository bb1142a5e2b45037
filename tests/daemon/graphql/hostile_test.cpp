// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "daemon/graphql/cost.h"
#include "daemon/graphql/execute.h"
#include "daemon/graphql/json_out.h"
#include "daemon/graphql/parser.h"
#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::graphql;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i)
        made += text;
    return made;
}

std::string nested_selections(std::size_t depth) {
    return repeated("{a", depth) + repeated("}", depth);
}

// The error code of a query, or nullopt when it passes.
std::optional<ErrorCode> refusal(std::string_view query) {
    auto request = read_request("{\"query\":" + quoted(query) + "}");
    if (request) return std::nullopt;
    return request.error().code;
}

}  // namespace

TEST_CASE("selections may be nested up to the limit") {
    CHECK_FALSE(refusal(nested_selections(limits::graphql_depth_max)));
    CHECK(refusal(nested_selections(limits::graphql_depth_max + 1)) == ErrorCode::too_large);
    CHECK(refusal(nested_selections(90'000)) == ErrorCode::too_large);
}

TEST_CASE("values and types may be nested up to the limit") {
    const auto list = [](std::size_t depth) {
        return "{ a(x: " + repeated("[", depth) + repeated("]", depth) + ") }";
    };
    CHECK_FALSE(refusal(list(limits::graphql_depth_max)));
    CHECK(refusal(list(limits::graphql_depth_max + 1)) == ErrorCode::too_large);
    CHECK(refusal("{ a(x: " + repeated("{b:", 50'000)) == ErrorCode::too_large);
    CHECK(refusal("query Q($a: " + repeated("[", 50'000)) == ErrorCode::too_large);
}

TEST_CASE("tokens are counted") {
    const auto query = [](std::size_t tokens) { return "{" + repeated("a ", tokens - 2) + "}"; };
    CHECK(parse(query(limits::graphql_tokens_max)));
    auto refused = parse(query(limits::graphql_tokens_max + 1));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::too_large);
}

TEST_CASE("fields are counted with every fragment in its place") {
    const auto query = [](std::size_t fields) {
        std::string text = "{ ...F ...F } fragment F on Q {";
        for (std::size_t i = 0; i < fields / 2; ++i)
            text += " f" + std::to_string(i);
        return text + " }";
    };
    CHECK_FALSE(refusal(query(limits::graphql_fields_max)));
    CHECK(refusal(query(limits::graphql_fields_max + 2)) == ErrorCode::too_large);
}

TEST_CASE("fragments that double thirty times are refused at once") {
    std::string query = "{ ...F0 }";
    for (int i = 0; i < 30; ++i) {
        const std::string next = std::to_string(i + 1);
        query += " fragment F" + std::to_string(i) + " on Q { ...F" + next + " ...F" + next + " }";
    }
    query += " fragment F30 on Q { a }";
    CHECK(refusal(query) == ErrorCode::too_large);
}

TEST_CASE("fragments that spread themselves are refused") {
    CHECK(refusal("{ ...A } fragment A on Q { a ...A }") == ErrorCode::bad_request);
    CHECK(
        refusal("{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ... on Q { ...A } }") ==
        ErrorCode::bad_request);
    CHECK(refusal("{ ...Missing }") == ErrorCode::bad_request);
    CHECK(refusal("{ a } fragment A on Q { a } fragment A on Q { b }") == ErrorCode::bad_request);
}

TEST_CASE("a long chain of fragments is refused") {
    std::string query = "{ ...F0 }";
    for (int i = 0; i < 20'000; ++i)
        query += " fragment F" + std::to_string(i) + " on Q { ...F" + std::to_string(i + 1) + " }";
    CHECK(refusal(query).has_value());
}

TEST_CASE("an answer that grows past its bound is cut with an error") {
    struct Endless {};
    static const Type<Endless> type{
        "Query", {}, {{"items", [](const Endless&, const Arguments&) -> Outcome {
                           return List(2'000, object(type, Endless{}));
                       }}}};
    auto request = read_request(R"({"query":"{ items { items { a: __typename } } }"})");
    REQUIRE(request);
    const Answer answer =
        execute(**request, {std::make_shared<TypedObject<Endless>>(type, Endless{}), nullptr, {}});
    REQUIRE(answer.error);
    CHECK(answer.error->code == ErrorCode::too_large);
}

TEST_CASE("what is not a request is refused with a sentence") {
    for (const char* body :
         {"", "null", "[]", "{", "{\"query\":3}", "{\"query\":\"{a}\",\"variables\":[]}",
          "{\"query\":\"{a}\",\"operationName\":{}}", "{}", "{\"query\":\"\"}",
          "{\"query\":\"{a}\"} x", "{\"query\":\"\xff\"}", "{\"query\":\"subscription { a }\"}"}) {
        CAPTURE(body);
        auto request = read_request(body);
        REQUIRE_FALSE(request);
        CHECK_FALSE(request.error().detail.empty());
    }
    const std::string deep = repeated("[", 5'000) + repeated("]", 5'000);
    CHECK_FALSE(read_request("{\"query\":\"{a}\",\"variables\":{\"a\":" + deep + "}}"));
}

TEST_CASE("garbage never crashes the parser") {
    // A linear congruential sequence over the characters of the grammar.
    const std::string alphabet = "{}()[]!$:=@|&.,#\"\\\n ab_01-eE+.on...\xC3\xA9";
    std::uint32_t state = 12345;
    const auto next = [&state] {
        state = state * 1664525u + 1013904223u;
        return state >> 8;
    };
    std::size_t parsed = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = "{";
        for (std::uint32_t i = next() % 40; i > 0; --i)
            text += alphabet[next() % alphabet.size()];
        text += "}";
        auto document = parse(text);
        if (document && check_cost(*document, document->operations.at(0))) ++parsed;
    }
    CHECK(parsed > 0);
}
