// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/parser.h"

#include <doctest/doctest.h>

#include <string>

#include "daemon/graphql/json_out.h"
#include "daemon/graphql/request.h"

using namespace ensemble;
using namespace ensemble::graphql;

namespace {

const Selection& first_field(const Document& document) {
    return document.operations.at(0).set.selections.at(0);
}

std::string text_argument(std::string_view literal) {
    const std::string query = "{ a(x: " + std::string(literal) + ") }";
    auto document = parse(query);
    if (!document) return "refused: " + document.error().detail;
    return first_field(*document).arguments.at(0).value.text;
}

}  // namespace

TEST_CASE("a document may start with a comment and leave commas out") {
    auto document = parse("#graphql\nquery Q($a: Int = 3 $b: [String!]!) { a(x: 1 y: [1 2,,3]) b c "
                          "}");
    REQUIRE(document);
    const Operation& operation = document->operations.at(0);
    CHECK(operation.name == "Q");
    REQUIRE(operation.variables.size() == 2);
    CHECK(operation.variables[0].default_value.integer == 3);
    CHECK(operation.set.selections.size() == 3);
    CHECK(first_field(*document).arguments.at(1).value.items.size() == 3);
}

TEST_CASE("an alias renames a field in the answer") {
    auto document = parse("mutation { result: createTeam(input: {name: $x}) { ok } }");
    REQUIRE(document);
    CHECK(document->operations.at(0).kind == OperationKind::mutation);
    CHECK(first_field(*document).key() == "result");
    CHECK(first_field(*document).name == "createTeam");
}

TEST_CASE("named and inline fragments keep their type conditions") {
    auto document = parse("{ ...F ... on Run { a } ... { b } ... @include(if: true) { c } }"
                          " fragment F on Project { d }");
    REQUIRE(document);
    const auto& selections = document->operations.at(0).set.selections;
    REQUIRE(selections.size() == 4);
    CHECK(selections[0].kind == Selection::Kind::spread);
    CHECK(selections[1].type_condition == "Run");
    CHECK(selections[2].type_condition.empty());
    CHECK(selections[3].directives.size() == 1);
    REQUIRE(document->fragment("F") != nullptr);
    CHECK(document->fragment("F")->type_condition == "Project");
    CHECK(document->fragment("G") == nullptr);
}

TEST_CASE("every kind of literal is read") {
    auto document = parse(R"({ a(i: -7, r: 1.5e3, t: "x", b: false, n: null, e: INFO,
                               l: [], o: {k: {m: [$v]}}) })");
    REQUIRE(document);
    const auto& arguments = first_field(*document).arguments;
    REQUIRE(arguments.size() == 8);
    CHECK(arguments[0].value.integer == -7);
    CHECK(arguments[1].value.real == 1500.0);
    CHECK(arguments[2].value.text == "x");
    CHECK(arguments[3].value.kind == Input::Kind::boolean);
    CHECK(arguments[4].value.kind == Input::Kind::null);
    CHECK(arguments[5].value.kind == Input::Kind::name);
    CHECK(arguments[6].value.items.empty());
    CHECK(arguments[7].value.find("k")->find("m")->items.at(0).kind == Input::Kind::variable);
}

TEST_CASE("strings are unescaped") {
    CHECK(text_argument(R"("a\"b\\c\/d\n")") == "a\"b\\c/d\n");
    CHECK(text_argument(R"("\u00e9\u20ac\ud83d\ude00")") == "\u00e9\u20ac\U0001F600");
    CHECK(text_argument("\"\"") == "");
    CHECK(text_argument("\"\"\"\"\"\"") == "");
    CHECK(text_argument("\"\"\"\n    one\n      two \\\"\"\"\n\n    three\n  \"\"\"") ==
          "one\n  two \"\"\"\n\nthree");
}

TEST_CASE("broken strings are refused") {
    CHECK(text_argument("\"a").starts_with("refused"));
    CHECK(text_argument("\"a\nb\"").starts_with("refused"));
    CHECK(text_argument(R"("\q")").starts_with("refused"));
    CHECK(text_argument(R"("\u12")").starts_with("refused"));
    CHECK(text_argument(R"("\ud800")").starts_with("refused"));
    CHECK(text_argument(R"("\ud800\u0041")").starts_with("refused"));
    CHECK(text_argument(R"("\udc00")").starts_with("refused"));
    CHECK(text_argument("\"\"\"a").starts_with("refused"));
}

TEST_CASE("a syntax error names its line") {
    auto document = parse("{\n  a(\n    x: )\n}");
    REQUIRE_FALSE(document);
    CHECK(document.error().code == ErrorCode::bad_request);
    CHECK(document.error().detail == "query line 3: unexpected \")\"");
}

TEST_CASE("an empty operation name counts as absent") {
    auto request = read_request(R"({"query":"query Q { a }","operationName":"","variables":null})");
    REQUIRE(request);
    CHECK((*request)->operation->name == "Q");
}

TEST_CASE("operationName chooses among several") {
    const std::string query = R"({"query":"query A { a } query B { b }","operationName":)";
    auto request = read_request(query + R"("B"})");
    REQUIRE(request);
    CHECK((*request)->operation->name == "B");
    CHECK_FALSE(read_request(query + R"(""})"));
    CHECK_FALSE(read_request(query + R"("C"})"));
}

TEST_CASE("variables keep integers apart from other numbers") {
    auto request = read_request(
        R"({"query":"{ a }","variables":{"i":9007199254740993,"r":1.0,"o":{"l":[true,null,"é"]}}})");
    REQUIRE(request);
    const Input& variables = (*request)->variables;
    CHECK(variables.find("i")->integer == 9007199254740993);
    CHECK(variables.find("r")->kind == Input::Kind::real);
    CHECK(variables.find("o")->find("l")->items.at(2).text == "é");
    CHECK(variables.find("none") == nullptr);
}

TEST_CASE("JSON text is escaped and numbers read back the same") {
    CHECK(quoted("a\"b\\c\n\t\r\x01\xC3\xA9") == "\"a\\\"b\\\\c\\n\\t\\r\\u0001\xC3\xA9\"");
    std::string out;
    append_number(out, 0.1);
    out += ' ';
    append_number(out, 1e300);
    out += ' ';
    append_number(out, 0.0 / -1.0);
    CHECK(out == "0.1 1e+300 -0");
}
