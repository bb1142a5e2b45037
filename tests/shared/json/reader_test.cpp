// SPDX-License-Identifier: Apache-2.0
#include "shared/json/reader.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace ensemble;
using json::Document;
using json::Reader;

namespace {

constexpr json::Bounds generous{.bytes_max = 1000, .depth_max = 8, .members_max = 8};

// What is said about the text when `read` reads it.
template <class Read>
std::string fault_of(std::string_view text, Read read) {
    const auto document = Document::parse(text, generous);
    REQUIRE(document);
    Error error;
    read(Reader(*document, error));
    return error.detail;
}

}  // namespace

TEST_CASE("Members are found in any order, and again") {
    const auto document = Document::parse(R"({"a":1,"b":{"x":5},"c":3})", generous);
    REQUIRE(document);
    Error error;
    const Reader root(*document, error);
    for (const char* order : {"abc", "cba", "bac", "aab"}) {
        for (const char* name = order; *name != '\0'; ++name) {
            const Reader member = root.member(std::string(1, *name));
            CHECK(member.is_there());
            if (*name == 'b')
                CHECK(member.member("x").integer() == 5);
            else
                CHECK(member.integer() == *name - 'a' + 1);
        }
    }
    CHECK_FALSE(root.member("x").is_there());
    CHECK_FALSE(root.member("").is_there());
    CHECK(root.ok());
}

TEST_CASE("A fault is told with the way to it") {
    const auto way = [](const Reader& root) {
        root.member("commands").each(10, [](const Reader& command) {
            const Reader role = command.member("role");
            (void)role.member("base").text();
        });
    };
    CHECK(fault_of(R"({"commands":[{"role":{"base":"x"}},{"role":{"base":2}}]})", way) ==
          "commands[1].role.base: not a text");
    CHECK(fault_of(R"({"commands":[{"role":{}}]})", way) == "commands[0].role.base: missing");
    CHECK(fault_of(R"({"commands":[{}]})", way) == "commands[0].role.base: missing");
    CHECK(fault_of(R"({"commands":{}})", way) == "commands: not a list");
    CHECK(fault_of(R"({})", way) == "commands: missing");
    CHECK(fault_of("7", [](const Reader& root) { (void)root.is_object(); }) == "not an object");
}

TEST_CASE("The first fault stays, and after it whatever is read is empty") {
    const auto read = [](const Reader& root) {
        CHECK(root.member("a").integer() == 0);
        CHECK_FALSE(root.ok());
        CHECK(root.member("b").integer() == 0);
        CHECK(root.member("c").text().empty());
        root.member("b").refuse("something else");
    };
    CHECK(fault_of(R"({"a":"x","b":5,"c":"text"})", read) == "a: not a whole number");
}

TEST_CASE("Every kind of value refuses the others") {
    const std::vector<std::string> values{"null", "true", "1", "1.0", "\"a\"", "[]", "{}"};
    for (const std::string& value : values) {
        CAPTURE(value);
        const auto fails = [&](auto read) { return !fault_of(value, read).empty(); };
        CHECK(fails([](const Reader& r) { (void)r.boolean(); }) == (value != "true"));
        CHECK(fails([](const Reader& r) { (void)r.integer(); }) == (value != "1"));
        CHECK(fails([](const Reader& r) { (void)r.text(); }) == (value != "\"a\""));
        CHECK(fails([](const Reader& r) { r.each(1, [](const Reader&) {}); }) == (value != "[]"));
        CHECK(fails([](const Reader& r) { (void)r.is_object(); }) == (value != "{}"));
        CHECK(fails([](const Reader& r) { (void)r.hex64(); }));
    }
}

TEST_CASE("Null is as if it were not there") {
    const auto read = [](const Reader& root) {
        CHECK_FALSE(root.member("a").is_there());
        (void)root.member("a").integer();
    };
    CHECK(fault_of(R"({"a":null})", read) == "a: missing");
}

TEST_CASE("Integers reach to 2^53 on either side") {
    const auto read = [](const Reader& root) { (void)root.integer(); };
    CHECK(fault_of("9007199254740992", read).empty());
    CHECK(fault_of("-9007199254740992", read).empty());
    CHECK(fault_of("9007199254740993", read) == "not a whole number that fits");
    CHECK(fault_of("-9007199254740993", read) == "not a whole number that fits");
}

TEST_CASE("64 bits are read from sixteen lower-case digits alone") {
    const auto read = [](const Reader& root) { CHECK(root.hex64() == 0x0123456789abcdefu); };
    CHECK(fault_of("\"0123456789abcdef\"", read).empty());
    for (const char* text : {"\"0123456789ABCDEF\"", "\"123456789abcdef\"", "\"00123456789abcdef\"",
                             "\"0123456789abcdeg\"", "\"\"", "81985529216486895"}) {
        CAPTURE(text);
        CHECK_FALSE(fault_of(text, [](const Reader& root) { (void)root.hex64(); }).empty());
    }
}

TEST_CASE("A list as long as the bound is read, a longer one is too large") {
    const auto document = Document::parse("[1,[2,3],4]", generous);
    REQUIRE(document);
    Error error;
    std::size_t seen = 0;
    const Reader root(*document, error);
    CHECK(root.size() == 3);
    root.each(3, [&](const Reader&) { ++seen; });
    CHECK(seen == 3);
    root.each(2, [&](const Reader&) { ++seen; });
    CHECK(seen == 3);
    CHECK(error == Error{ErrorCode::too_large, "too many"});
}

TEST_CASE("A list is not read on after a fault") {
    std::size_t seen = 0;
    const auto read = [&](const Reader& root) {
        root.each(10, [&](const Reader& element) {
            ++seen;
            (void)element.integer();
        });
    };
    CHECK(fault_of(R"([1,"x",3])", read) == "[1]: not a whole number");
    CHECK(seen == 2);
}
