// SPDX-License-Identifier: Apache-2.0
#include "shared/query/values.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "shared/query/natural_order.h"

using namespace ensemble::query;

TEST_CASE("numbers are decimal and nothing may follow them") {
    CHECK(parse_number("1e-3") == 0.001);
    CHECK(parse_number("-12.5") == -12.5);
    CHECK(parse_number("+3") == 3);
    CHECK(std::isnan(*parse_number("NaN")));
    CHECK(parse_number("-Infinity") == -HUGE_VAL);
    for (const char* wrong : {"", " 1", "1 ", "0x10", "1e", "12a", "nanx", "--1", "."})
        CHECK_FALSE(parse_number(wrong).has_value());
    CHECK_FALSE(parse_number(std::string(64, '1')).has_value());
    CHECK(parse_number(std::string(63, '1')).has_value());
}

TEST_CASE("dates are UTC") {
    CHECK(parse_date_ms("1970-01-01") == 0);
    CHECK(parse_date_ms("2000-02-29") == 951782400000.0);
    CHECK(parse_date_ms("2025-03-01T12:30") == 1740832200000.0);
    CHECK(parse_date_ms("2025-03-01T12:30:05Z") == 1740832205000.0);
    for (const char* wrong : {"", "2025", "2025-13-01", "2025-03-01 12:30", "2025-03-01T25:00",
                              "2025/03/01", "2025-03-01T12", "2025-03-01T", "2025-03-01T12:30x"})
        CHECK_FALSE(parse_date_ms(wrong).has_value());
}

TEST_CASE("time spans have units") {
    CHECK(parse_duration_s("90") == 90);
    CHECK(parse_duration_s("1.5h") == 5400);
    CHECK(parse_duration_s("2d") == 172800);
    CHECK(parse_duration_s("1W") == 604800);
    CHECK_FALSE(parse_duration_s("h").has_value());
    CHECK_FALSE(parse_duration_s("3y").has_value());
}

TEST_CASE("strings of a JSON list are read with their escapes") {
    CHECK(json_strings(R"(["a","b \"c\"",3,"é\n"])") ==
          std::vector<std::string>{"a", "b \"c\"", "é\n"});
    CHECK(json_strings("{}").empty());
    CHECK(json_strings("").empty());
    CHECK(json_strings("[\"cut").empty());
    CHECK(json_string(R"("\ud83d\ude00")") == "\xF0\x9F\x98\x80");
    CHECK(json_string(R"("\ud83d")") == "\xEF\xBF\xBD");
    CHECK_FALSE(json_string("3").has_value());
    CHECK_FALSE(json_string("\"a\" ").has_value());
    CHECK_FALSE(json_string("\"\\u12\"").has_value());
}

TEST_CASE("texts are searched and matched without regard to case") {
    CHECK(contains("Brave-Finch", "finch"));
    CHECK_FALSE(contains("fin", "finch"));
    CHECK(contains("anything", ""));
    CHECK(matches("exp-*", "EXP-12"));
    CHECK(matches("*mid*le*", "a middle"));
    CHECK(matches("*", ""));
    CHECK_FALSE(matches("exp", "exp-12"));
    CHECK_FALSE(matches("a*a", "a"));
}

TEST_CASE("natural keys order numbers by value") {
    CHECK(natural_key("run-9") < natural_key("run-10"));
    CHECK(natural_key("run-009") == natural_key("run-9"));
    CHECK(natural_key("A2") < natural_key("a10"));
    CHECK(natural_key("a") < natural_key("a1"));
    CHECK(natural_key("0") < natural_key("1"));
}
