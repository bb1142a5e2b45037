// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/console_line.h"

#include <doctest/doctest.h>

using ensemble::api::parse_console_line;
using ensemble::api::visible_text;

TEST_CASE("a console line is taken apart into time, level, label and text") {
    const auto plain = parse_console_line("2026-04-05T10:15:30.000000 hello world");
    CHECK(plain.time == "2026-04-05T10:15:30.000000Z");
    CHECK(plain.text == "hello world");
    CHECK_FALSE(plain.error);
    const auto error = parse_console_line("ERROR 2026-04-05T10:15:30.5 [rank-0] boom ] x");
    CHECK(error.error);
    CHECK(error.label == "rank-0");
    CHECK(error.text == "boom ] x");
    CHECK(parse_console_line("2026-04-05T10:15:30.000000 ").text.empty());
    CHECK(parse_console_line("2026-04-05T10:15:30.000000").text.empty());
}

TEST_CASE("what does not follow the grammar is all text") {
    for (const char* line : {"", "ERROR", "ERROR: no time", "2026-04-05 10:15:30 other form",
                             "2026-04-05T10:15:30.000000x", "[label] text"}) {
        const auto parsed = parse_console_line(line);
        CHECK(parsed.text == line);
        CHECK(parsed.time.empty());
        CHECK_FALSE(parsed.error);
    }
}

TEST_CASE("what is to be seen of a text has no escape sequences") {
    CHECK(visible_text("\x1b[1mloss\x1b[0m 0.5") == "loss 0.5");
    CHECK(visible_text("\x1b[38;5;196mred\x1b[m\x1b[2K") == "red");
    CHECK(visible_text("\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x07 too") == "here too");
    CHECK(visible_text("a\x1b(b") == "ab");
    CHECK(visible_text("") == "");
    for (const char* cut : {"text\x1b", "text\x1b[", "text\x1b[31", "text\x1b]8;;x"})
        CHECK(visible_text(cut) == "text");
}

TEST_CASE("what was written over is not to be seen") {
    CHECK(visible_text("10%\r20%\r30%") == "30%");
    CHECK(visible_text("10%\r20%\r") == "20%");
    CHECK(visible_text("\r\r") == "");
    CHECK(visible_text("10%\r\x1b[K") == "10%");
}
