// SPDX-License-Identifier: Apache-2.0
#include "daemon/api/console_line.h"

#include <doctest/doctest.h>

using ensemble::api::parse_console_line;

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
