// SPDX-License-Identifier: Apache-2.0
#include "shared/json/document.h"

#include <string>

#include <doctest/doctest.h>

using namespace ensemble;
using json::Document;
using json::Type;

namespace {

constexpr json::Bounds generous{.bytes_max = 1000, .depth_max = 8, .members_max = 8};

ErrorCode code_of(std::string_view text, const json::Bounds& bounds = generous) {
    const auto document = Document::parse(text, bounds);
    REQUIRE_FALSE(document);
    CHECK(!document.error().detail.empty());
    return document.error().code;
}

}  // namespace

TEST_CASE("A document is a row of values that can be jumped over") {
    const auto document =
        Document::parse(R"({"a":[1,-2,"x"],"b":{"c":null},"d":true,"e":1.5})", generous);
    REQUIRE(document);
    CHECK(document->type(0) == Type::object);
    CHECK(document->end(0) == 14);
    CHECK(document->text(1) == "a");
    CHECK(document->type(2) == Type::list);
    CHECK(document->end(2) == 6);
    CHECK(document->integer(4) == -2);
    CHECK(document->text(5) == "x");
    CHECK(document->type(9) == Type::null);
    CHECK(document->type(11) == Type::boolean);
    CHECK(document->integer(11) == 1);
    CHECK(document->type(13) == Type::fraction);
}

TEST_CASE("Whole numbers end with 64 bits; beyond, they are fractions") {
    const auto document = Document::parse(
        "[9223372036854775807,-9223372036854775808,9223372036854775808,1e3]", generous);
    const auto shorter = Document::parse("[999999999999999999,-999999999999999999,0,-0]", generous);
    REQUIRE(shorter);
    CHECK(shorter->integer(1) == 999999999999999999);
    CHECK(shorter->integer(2) == -999999999999999999);
    CHECK(shorter->integer(4) == 0);
    CHECK(shorter->type(4) == Type::integer);
    REQUIRE(document);
    CHECK(document->integer(1) == INT64_MAX);
    CHECK(document->integer(2) == INT64_MIN);
    CHECK(document->type(3) == Type::fraction);
    CHECK(document->type(4) == Type::fraction);
}

TEST_CASE("A text is the same however it was escaped") {
    for (const char* text : {"\"a\\\"\\\\\\n\\t\\r\\u001f\\u000a\xC3\xA9\"",
                             "\"a\\u0022\\u005C\\n\\t\\r\\u001F\\u000A\\u00e9\""}) {
        CAPTURE(text);
        const auto document = Document::parse(text, generous);
        REQUIRE(document);
        CHECK(document->text(0) == "a\"\\\n\t\r\x1f\n\xC3\xA9");
    }
    CHECK(Document::parse(R"("\/\b\f\ud83d\ude00")", generous)->text(0) == "/\b\f\xF0\x9F\x98\x80");
}

TEST_CASE("Nothing is left of what was read before the rest was of another kind") {
    const auto document =
        Document::parse(R"( {"a" : [ "x\n", 12 ] , "b":1.5,"c":"\u00e9"} )", generous);
    REQUIRE(document);
    CHECK(document->end(0) == 9);
    CHECK(document->text(3) == "x\n");
    CHECK(document->integer(4) == 12);
    CHECK(document->type(6) == Type::fraction);
    CHECK(document->text(8) == "\xC3\xA9");
}

TEST_CASE("What is no JSON is refused") {
    for (const char* text : {"",
                             " ",
                             "{",
                             "[1,]",
                             "{\"a\"}",
                             "{\"a\":1,}",
                             "nul",
                             "01",
                             "+1",
                             "1 2",
                             "\"\xff\"",
                             "\"\\ud800\"",
                             "\"\\",
                             "\"\\u00",
                             "\"\\u001g\"",
                             "\"\\x\"",
                             "\"\\n\nb\"",
                             "\"\\n\xff\"",
                             "-",
                             "-01",
                             "00",
                             "[1",
                             "[1 2]",
                             "{1:2}",
                             "{\"a\":1",
                             "{\"a\":1 \"b\":2}",
                             "{\"a\" \"b\"}",
                             "tru",
                             "\"a\nb\"",
                             "'a'",
                             "[1e400]",
                             "NaN",
                             "// no\n1",
                             "\"a",
                             "]"}) {
        CAPTURE(text);
        CHECK(code_of(text) == ErrorCode::bad_request);
    }
}

TEST_CASE("A zero byte does not end a text") {
    CHECK(code_of(std::string_view("{}\0", 3)) == ErrorCode::bad_request);
    CHECK(code_of(std::string_view("[1]\0\xff garbage", 13)) == ErrorCode::bad_request);
    CHECK(code_of(std::string_view("\0", 1)) == ErrorCode::bad_request);
    CHECK(Document::parse(R"("\u0000")", generous));
}

TEST_CASE("An object with the same name twice is refused, wherever the two stand") {
    CHECK(code_of(R"({"a":1,"a":1})") == ErrorCode::bad_request);
    CHECK(code_of(R"({"a":[{}],"b":2,"c":{"x":1,"y":2,"x":3}})") == ErrorCode::bad_request);
    CHECK(code_of(R"({"a":1,"b":{"a":1},"\u0061":1})") == ErrorCode::bad_request);
    CHECK(Document::parse(R"([{"a":1},{"a":1,"b":{"a":1}}])", generous));
}

TEST_CASE("A text at the bound of bytes is read, one more is too large") {
    const std::string text = "[" + std::string(998, ' ') + "]";
    CHECK(Document::parse(text, generous));
    CHECK(code_of(text + " ") == ErrorCode::too_large);
}

TEST_CASE("Depth at the bound is read, one more is too large") {
    CHECK(Document::parse("[[[[{\"a\":[[[]]]}]]]]", generous));
    CHECK(code_of("[[[[[[[[[]]]]]]]]]") == ErrorCode::too_large);
    CHECK(code_of("[[[[{\"a\":[[[{}]]]}]]]]") == ErrorCode::too_large);
}

TEST_CASE("As many members as the bound are read, one more is too large") {
    CHECK(Document::parse(R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":{"i":1}})", generous));
    CHECK(code_of(R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9})") ==
          ErrorCode::too_large);
}
