// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "daemon/recording/batch.h"
#include "daemon/recording/flattener.h"
#include "daemon/recording/number_text.h"
#include "shared/base/limits.h"

namespace ensemble::recording {

namespace {

// "key=value" for every flat value, parts of keys joined by '/'.
std::string flat(std::string_view json) {
    std::vector<std::string> memory;
    const auto values = flatten(json, memory);
    if (!values) return "refused";
    std::string out;
    for (const LineValue& value : *values) {
        std::string key(value.key);
        for (char& c : key) {
            if (c == path_separator) c = '/';
        }
        out += out.empty() ? key : " " + key;
        out += '=';
        if (value.is_number)
            append_number(out, value.number);
        else
            out += "`" + std::string(value.text) + "`";
    }
    return out;
}

ParsedLine parsed(std::string_view line) {
    Batch batch;
    batch.history = Lines{0, {line}};
    parse_lines(batch);
    return batch.history_parsed.at(0);
}

std::string nested(std::size_t depth) {
    std::string json;
    for (std::size_t i = 0; i < depth; ++i)
        json += "{\"a\":";
    json += "1";
    json.append(depth, '}');
    return json;
}

}  // namespace

TEST_CASE("objects become one value per leaf") {
    CHECK(flat(R"({"a":1,"b":{"c":2,"d":{"e":3.5}},"f.g":4})") == "a=1 b/c=2 b/d/e=3.5 f.g=4");
    CHECK(flat(R"( { "a" : 1 , "b" : { "c" : -2 } } )") == "a=1 b/c=-2");
    CHECK(flat("{}") == "");
    CHECK(flat(R"({"":1})") == "=1");
}

TEST_CASE("what is not a number or a nested object stays text") {
    CHECK(flat(R"({"s":"x\ny","t":true,"n":null,"l":[1, NaN],"o":{}})") ==
          "s=`\"x\\ny\"` t=`true` n=`null` l=`[1, NaN]` o=`{}`");
    CHECK(flat(R"({"h":{"_type":"histogram","values":[1,2]},"i":1})") ==
          "h=`{\"_type\":\"histogram\",\"values\":[1,2]}` i=1");
    CHECK(flat(R"({"a":{"b":{"_type":"x","c":1},"d":2}})") ==
          "a/b=`{\"_type\":\"x\",\"c\":1}` a/d=2");
}

TEST_CASE("numbers that a double holds are numbers, others keep their text") {
    CHECK(flat(R"({"a":9007199254740992})") == "a=9007199254740992");
    CHECK(flat(R"({"a":9007199254740993})") == "a=`9007199254740993`");
    CHECK(flat(R"({"a":-9223372036854775808})") == "a=`-9223372036854775808`");
    CHECK(flat(R"({"a":1e308,"b":1e309,"c":5e-324,"d":1e-400})") ==
          "a=1e+308 b=`1e309` c=5e-324 d=`1e-400`");
    CHECK(flat(R"({"a":-0,"b":0.0,"c":-0.0})") == "a=-0 b=0 c=-0");
    CHECK(flat(R"({"a":NaN,"b":Infinity,"c":-Infinity})") == "a=NaN b=Infinity c=-Infinity");
    CHECK(flat(R"({"a":1.7953136219351168e+09,"b":1E2})") == "a=1795313621.9351168 b=100");
    CHECK(flat(R"({"a":0.1234567890123456789012345})") == "a=0.12345678901234568");
}

TEST_CASE("anything that is not one JSON object is refused") {
    for (const std::string_view json : {"",
                                        " ",
                                        "1",
                                        "[]",
                                        "{",
                                        "}",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1,}",
                                        "{\"a\":1} x",
                                        "{a:1}",
                                        "{'a':1}",
                                        "{\"a\":01}",
                                        "{\"a\":1.}",
                                        "{\"a\":.5}",
                                        "{\"a\":+1}",
                                        "{\"a\":1e}",
                                        "{\"a\":nan}",
                                        "{\"a\":-NaN}",
                                        "{\"a\":tru}",
                                        "{\"a\":\"\\x\"}",
                                        "{\"a\":\"\\u12g4\"}",
                                        "{\"a\":\"\n\"}",
                                        "{\"a\":\"",
                                        "{\"a\":[1,]}",
                                        "{\"a\":[1 2]}",
                                        "{\"a\":\"\xff\"}",
                                        "{\"\xc3\":1}",
                                        "{\"a\":{\"b\":1}",
                                        "{\"a\":-}",
                                        "{\"a\":1.5.5}",
                                        "{\"a\":1e5.5}"}) {
        CAPTURE(json);
        CHECK(flat(json) == "refused");
    }
}

TEST_CASE("keys are unescaped, and control characters in them stay apart from nesting") {
    CHECK(flat(R"({"caf\u00e9 \ud83d\ude00\n":1})") == "caf\u00e9 \xf0\x9f\x98\x80\n=1");
    CHECK(flat(R"({"a\u001fb":1})") == "a\x1e"
                                       "1b=1");
    CHECK(name_of_part(key_part("a\x1f\x1e b")) == "a\x1f\x1e b");
    CHECK(flat(R"({"\ud800":1})") == "\xef\xbf\xbd=1");
}

TEST_CASE("nesting is bounded") {
    CHECK(flat(nested(limits::json_depth_max)) != "refused");
    CHECK(flat(nested(limits::json_depth_max + 1)) == "refused");
    const std::string lists = "{\"a\":" + std::string(limits::json_depth_max - 1, '[') +
                              std::string(limits::json_depth_max - 1, ']') + "}";
    CHECK(flat(lists) != "refused");
    const std::string more = "{\"a\":" + std::string(limits::json_depth_max, '[') +
                             std::string(limits::json_depth_max, ']') + "}";
    CHECK(flat(more) == "refused");
}

TEST_CASE("keys are bounded") {
    const std::string longest(limits::key_bytes_max, 'k');
    CHECK(flat("{\"" + longest + "\":1}") != "refused");
    CHECK(flat("{\"" + longest + "k\":1}") == "refused");
}

TEST_CASE("a history line gives its step and its time") {
    const ParsedLine line = parsed(R"({"loss":1,"_timestamp":1.5e9,"_step":15})");
    CHECK(line.valid);
    CHECK(line.step == 15);
    CHECK(line.timestamp == 1.5e9);
    CHECK(line.value_count == 2);
    CHECK(parsed(R"({"_step":9007199254740992})").step == limits::step_max);
    CHECK_FALSE(parsed(R"({"loss":1})").step.has_value());
    for (const std::string_view step :
         {"-1", "1.5", "\"1\"", "null", "NaN", "9007199254740994", "1e300", "{}", "{\"a\":1}"}) {
        CAPTURE(step);
        const ParsedLine bad = parsed("{\"a\":1,\"_step\":" + std::string(step) + "}");
        // An object is no step but values of other names.
        CHECK(bad.valid == (step == "{\"a\":1}"));
    }
}

TEST_CASE("long strings are scanned whole at every alignment") {
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string text = std::string(size, 'x') + "\\\"" + std::string(size % 9, 'y');
        CHECK(flat("{\"k\":\"" + text + "\"}") == "k=`\"" + text + "\"`");
        CHECK(flat("{\"k\":\"" + std::string(size, 'x') + "\x01\"}") == "refused");
        CHECK(flat("{\"k\":\"" + std::string(size, 'x') + "\xc3\xa9\"}") != "refused");
        CHECK(flat("{\"k\":\"" + std::string(size, 'x') + "\x80\"}") == "refused");
    }
}

}  // namespace ensemble::recording
