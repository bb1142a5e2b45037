// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/console_text.h"

#include <doctest/doctest.h>

using ensemble::wandb::split_console_line;
using ensemble::wandb::stored_console_line;

namespace {

constexpr auto time = "2026-11-22T02:11:14.058734";

std::string at(const std::string& text) {
    return std::string(time) + " " + text;
}

std::string object(const std::string& members) {
    return R"({"ts":")" + std::string(time) + R"(",)" + members + "}";
}

std::string text_of(const std::string& sent, bool labelled = false) {
    return std::string(split_console_line(stored_console_line(sent, labelled)).text);
}

}  // namespace

TEST_CASE("a structured console line is stored as a line") {
    CHECK(stored_console_line(object(R"("content":"hello")"), false) == at("hello"));
    CHECK(stored_console_line(object(R"("content":"boom","level":"error")"), false) ==
          "ERROR " + at("boom"));
    CHECK(stored_console_line(object(R"("content":"x","label":"rank-0")"), false) ==
          at("[rank-0] x"));
    CHECK(stored_console_line(object(R"("content":"\u001b[31mred\u001b[0m \"q\" é")"), false) ==
          at("\x1b[31mred\x1b[0m \"q\" \xC3\xA9"));
}

TEST_CASE("brackets at the start of a text stay text") {
    CHECK(text_of(at("[INFO] ready")) == "[INFO] ready");
    CHECK(text_of("ERROR " + at("[WARN] odd")) == "[WARN] odd");
    CHECK(text_of(object(R"("content":"[INFO] ready")")) == "[INFO] ready");
    CHECK(text_of(object(R"("content":"[INFO] ready","label":"rank-0")")) == "[INFO] ready");
    CHECK(text_of(at("[1/10] step")) == "[1/10] step");
    CHECK(text_of(at("[")) == "[");
    CHECK(text_of(at("")).empty());
}

TEST_CASE("an old line of one of several writers carries its label") {
    const std::string stored = stored_console_line(at("[rank-p] line"), true);
    const auto parts = split_console_line(stored);
    CHECK(parts.label == "rank-p");
    CHECK(parts.text == "line");
    CHECK(parts.time == time);
}

TEST_CASE("the newline at the end of an old line is no text") {
    CHECK(text_of(at("step 1\n")) == "step 1");
    CHECK(text_of(at("\n")).empty());
    CHECK(text_of("\n").empty());
    CHECK(text_of(at("two\n\n")) == "two\n");
}

TEST_CASE("a label cannot pass itself off as text") {
    const auto stored = stored_console_line(object(R"("content":"x","label":"a] b")"), false);
    CHECK(split_console_line(stored).text == "x");
    CHECK(split_console_line(stored).label == "a) b");
}

TEST_CASE("lines of no known form are text") {
    for (const std::string line :
         {"", "{", "{}", R"({"content":"x"})", R"({"ts":"today","content":"x"})",
          R"({"ts":5,"content":"x"})", R"({"loss": 0.5})", "[INFO] x", "ERROR today", "no time"})
        CHECK(text_of(line) == line);
}

TEST_CASE("a stored line fits the place of the sent one in a list of JSON texts") {
    for (const std::string& line : {at("["), at("[INFO] x"), object(R"("content":"[x")"),
                                    object(R"("content":"x","level":"error","label":"a")")})
        CHECK(stored_console_line(line, false).size() <= line.size() + 3);
}
