// SPDX-License-Identifier: Apache-2.0
#include "daemon/graphql/execute.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "daemon/graphql/json_out.h"

using namespace ensemble;
using namespace ensemble::graphql;

namespace {

struct Dog {
    std::string name;
};

const Type<Dog>& dog_type() {
    static const Type<Dog> type{
        "Dog",
        {"Animal", "Pet"},
        {
            {"name", [](const Dog& dog, const Arguments&) -> Outcome { return dog.name; }},
            {"friend",
             [](const Dog& dog, const Arguments&) -> Outcome {
                 return object(dog_type(), Dog{dog.name + "'s friend"});
             }},
            {"fails",
             [](const Dog&, const Arguments&) -> Outcome {
                 return fail(ErrorCode::forbidden, "no \"barking\"");
             }},
        }};
    return type;
}

struct Nothing {};

const Type<Nothing>& query_type() {
    static const Type<Nothing> type{
        "Query",
        {},
        {
            {"dog",
             [](const Nothing&, const Arguments& arguments) -> Outcome {
                 return object(dog_type(),
                               Dog{std::string(arguments.text("name").value_or("Rex"))});
             }},
            {"dogs",
             [](const Nothing&, const Arguments& arguments) -> Outcome {
                 List list;
                 for (std::int64_t i = 0; i < arguments.integer("first").value_or(2); ++i)
                     list.push_back(object(dog_type(), Dog{std::to_string(i)}));
                 return list;
             }},
            {"null", [](const Nothing&, const Arguments&) -> Outcome { return Value(); }},
            {"values",
             [](const Nothing&, const Arguments&) -> Outcome {
                 return List{true,
                             7,
                             0.5,
                             "t",
                             RawJson{"{\"raw\":[1,2]}"},
                             Value(),
                             std::numeric_limits<double>::infinity()};
             }},
            {"names",
             [](const Nothing&, const Arguments& arguments) -> Outcome {
                 const auto names = arguments.texts("names");
                 if (!names) return "none";
                 std::string joined;
                 for (const std::string_view name : *names)
                     joined += "<" + std::string(name) + ">";
                 return joined;
             }},
            {"kind",
             [](const Nothing&, const Arguments& arguments) -> Outcome {
                 auto input = arguments.object("input");
                 if (!input) return "no input";
                 return std::string(input->given("x") ? "given " : "absent ") +
                        std::string(input->text("x").value_or("-"));
             }},
        }};
    return type;
}

const Type<Nothing>& mutation_type() {
    static const Type<Nothing> type{
        "Mutation", {}, {{"ok", [](const Nothing&, const Arguments&) -> Outcome {
                              return record("OkPayload", {{"success", true}});
                          }}}};
    return type;
}

struct Ran {
    std::string body;
    std::optional<Error> error;
    std::vector<std::string> unknown;
};

Ran run(std::string_view query, std::string_view variables = "{}") {
    auto request = read_request("{\"query\":" + quoted(query) +
                                ",\"variables\":" + std::string(variables) + "}");
    if (!request) return {"refused: " + request.error().detail, request.error(), {}};
    Ran outcome;
    Roots roots;
    roots.query = std::make_shared<TypedObject<Nothing>>(query_type(), Nothing{});
    roots.mutation = std::make_shared<TypedObject<Nothing>>(mutation_type(), Nothing{});
    roots.unknown = [&outcome](std::string_view type, std::string_view field) {
        outcome.unknown.push_back(std::string(type) + "." + std::string(field));
    };
    Answer answer = execute(**request, roots);
    outcome.body = std::move(answer.body);
    outcome.error = std::move(answer.error);
    return outcome;
}

}  // namespace

TEST_CASE("fields are answered in the order in which they were asked") {
    CHECK(
        run("{ b: dog(name: \"Bo\") { name __typename } values }").body ==
        R"({"data":{"b":{"name":"Bo","__typename":"Dog"},"values":[true,7,0.5,"t",{"raw":[1,2]},null,null]}})");
}

TEST_CASE("the same field asked twice is merged") {
    CHECK(run("{ dog { name } ...F } fragment F on Query { dog { friend { name } name } }").body ==
          R"({"data":{"dog":{"name":"Rex","friend":{"name":"Rex's friend"}}}})");
}

TEST_CASE("a fragment applies to the own type, its interfaces and nothing else") {
    CHECK(run("{ dog { ... on Dog { a: name } ... on Animal { b: name } ... on Cat { c: name }"
              " ... { d: name } } }")
              .body == R"({"data":{"dog":{"a":"Rex","b":"Rex","d":"Rex"}}})");
    CHECK(
        run("mutation { ok { ... on OkPayload { success } ... on Other { x: success } } }").body ==
        R"({"data":{"ok":{"success":true}}})");
}

TEST_CASE("include and skip take literals and variables") {
    const char* query = "query Q($yes: Boolean!, $no: Boolean = false) { a: dog @include(if: $yes)"
                        " { name } b: dog @include(if: $no) { name } c: dog @skip(if: true) { name "
                        "} dog { ... @skip(if: $yes) { friend { name } } ...F @include(if: true) } "
                        "} fragment F on Dog { name }";
    CHECK(run(query, R"({"yes":true})").body ==
          R"({"data":{"a":{"name":"Rex"},"dog":{"name":"Rex"}}})");
}

TEST_CASE("variables that nobody declared are ignored and defaults apply") {
    CHECK(run("query Q($n: String = \"Ann\") { dog(name: $n) { name } }",
              R"({"entity":"alice","project":{"deep":[1]}})")
              .body == R"({"data":{"dog":{"name":"Ann"}}})");
    CHECK(run("query Q($n: String = \"Ann\") { dog(name: $n) { name } }", R"({"n":"Bo"})").body ==
          R"({"data":{"dog":{"name":"Bo"}}})");
}

TEST_CASE("null and a variable that was not given both read as not given") {
    const char* query = "query Q($x: String) { kind(input: {x: $x, y: [$x]}) }";
    CHECK(run(query, R"({"x":null})").body == R"({"data":{"kind":"absent -"}})");
    CHECK(run(query).body == R"({"data":{"kind":"absent -"}})");
    CHECK(run(query, R"({"x":""})").body == R"({"data":{"kind":"given "}})");
    CHECK(run("query Q($i: KindInput) { kind(input: $i) }", R"({"i":{"x":"1"}})").body ==
          R"({"data":{"kind":"given 1"}})");
}

TEST_CASE("a single value stands for a list of one") {
    CHECK(run("query Q($n: [String]) { names(names: $n) }", R"({"n":"{}"})").body ==
          R"({"data":{"names":"<{}>"}})");
    CHECK(run("query Q($n: String) { names(names: [$n, \"b\", null, E]) }", R"({"n":"a"})").body ==
          R"({"data":{"names":"<a><b><E>"}})");
}

TEST_CASE("a value of the wrong type is named") {
    const Ran outcome = run("{ names(names: [1]) dog { name } }");
    CHECK(
        outcome.body ==
        R"({"errors":[{"message":"names must be a list of strings","path":["names"]}],"data":{"names":null,"dog":{"name":"Rex"}}})");
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::bad_request);
    CHECK(run("{ kind(input: 3) }").error->detail == "input must be an object");
    CHECK(run("{ dogs(first: 1.5) { name } }").error->detail == "first must be an integer");
    CHECK_FALSE(run("{ dogs(first: 1.0) { name } }").error);
}

TEST_CASE("unknown fields are null and told, introspection is null and not told") {
    const Ran outcome = run("{ dog { name age } cats { name } __schema { types { name } } }");
    CHECK(outcome.body ==
          R"({"data":{"dog":{"name":"Rex","age":null},"cats":null,"__schema":null}})");
    CHECK(outcome.unknown == std::vector<std::string>{"Dog.age", "Query.cats"});
    CHECK_FALSE(outcome.error);
}

TEST_CASE("an unknown mutation is refused by name") {
    const Ran outcome = run("mutation { result: upsertSweep(input: {}) { id } }");
    CHECK(
        outcome.body ==
        R"({"errors":[{"message":"upsertSweep is not supported by this server yet","path":["result"]}],"data":{"result":null}})");
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::unsupported);
}

TEST_CASE("an error carries its path and leaves the rest of the answer") {
    const Ran outcome = run("{ dogs { name fails } }");
    CHECK(outcome.body ==
          "{\"errors\":[{\"message\":\"no \\\"barking\\\"\",\"path\":[\"dogs\",0,\"fails\"]},"
          "{\"message\":\"no \\\"barking\\\"\",\"path\":[\"dogs\",1,\"fails\"]}],"
          "\"data\":{\"dogs\":[{\"name\":\"0\",\"fails\":null},{\"name\":\"1\",\"fails\":null}]}}");
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == ErrorCode::forbidden);
}

TEST_CASE("null objects have null fields and objects without selection are empty") {
    CHECK(run("{ null { x { y } } dog }").body == R"({"data":{"null":null,"dog":{}}})");
}
