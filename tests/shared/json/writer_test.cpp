// SPDX-License-Identifier: Apache-2.0
#include "shared/json/writer.h"

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

using ensemble::json::Writer;

namespace {

std::string text_of(std::string_view value) {
    std::string out;
    Writer(out).text(value);
    return out;
}

}  // namespace

TEST_CASE("Commas come between values and nowhere else") {
    std::string out;
    Writer writer(out);
    writer.begin_object();
    writer.key("a");
    writer.integer(1);
    writer.key("b");
    writer.begin_list();
    writer.boolean(true);
    writer.begin_object();
    writer.end_object();
    writer.begin_list();
    writer.end_list();
    writer.text("[");
    writer.boolean(false);
    writer.end_list();
    writer.key("c");
    writer.raw("{\"d\":2}");
    writer.end_object();
    CHECK(out == R"({"a":1,"b":[true,{},[],"[",false],"c":{"d":2}})");
}

TEST_CASE("A text that ends like an open list is followed by a comma") {
    std::string out;
    Writer writer(out);
    writer.begin_list();
    for (const char* value : {"{", "[", ":", ""})
        writer.text(value);
    writer.end_list();
    CHECK(out == R"(["{","[",":",""])");
}

TEST_CASE("Integers are written in full") {
    std::string out;
    Writer writer(out);
    writer.begin_list();
    writer.integer(INT64_MIN);
    writer.integer(-1);
    writer.integer(0);
    writer.integer(INT64_MAX);
    writer.end_list();
    CHECK(out == "[-9223372036854775808,-1,0,9223372036854775807]");
}

TEST_CASE("64 bits are sixteen digits") {
    std::string out;
    Writer(out).hex64(0xfedcba9876543210u);
    CHECK(out == "\"fedcba9876543210\"");
    out.clear();
    Writer(out).hex64(1);
    CHECK(out == "\"0000000000000001\"");
}

TEST_CASE("What JSON cannot hold in a text is escaped, all else stays") {
    CHECK(text_of("") == "\"\"");
    CHECK(text_of("a\"b\\c/d") == R"("a\"b\\c/d")");
    CHECK(text_of("\n\r\t\b\x1f\x7f") == "\"\\n\\r\\t\\u0008\\u001f\x7f\"");
    CHECK(text_of(std::string_view("\0", 1)) == R"("\u0000")");
    CHECK(text_of("ü 한 😀") == "\"ü 한 😀\"");
}

TEST_CASE("Bytes that are no UTF-8 become U+FFFD, one each") {
    CHECK(text_of("a\xff\xc3(") == "\"a\xEF\xBF\xBD\xEF\xBF\xBD(\"");
    CHECK(text_of("\xe2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(text_of("ü\xc0\xafü\n") == "\"ü\xEF\xBF\xBD\xEF\xBF\xBDü\\n\"");
}

TEST_CASE("A text is written the same however long it is") {
    for (const std::size_t bytes : {0u, 1u, 119u, 120u, 121u, 5000u}) {
        CAPTURE(bytes);
        const std::string plain(bytes, 'x');
        CHECK(text_of(plain) == "\"" + plain + "\"");
        CHECK(text_of(plain + "\n") == "\"" + plain + "\\n\"");
        std::string out;
        Writer writer(out);
        writer.begin_object();
        writer.key("a");
        writer.text(plain);
        writer.key(plain);
        writer.boolean(true);
        writer.end_object();
        CHECK(out == "{\"a\":\"" + plain + "\",\"" + plain + "\":true}");

        std::string members;
        Writer in_one(members);
        in_one.begin_object();
        in_one.member(plain, plain);
        in_one.member(plain, "a\"b");
        in_one.member(plain, INT64_MIN);
        in_one.flag(plain, false);
        in_one.end_object();
        const std::string name = "\"" + plain + "\":";
        CHECK(members == "{" + name + "\"" + plain + "\"," + name + "\"a\\\"b\"," + name +
                             "-9223372036854775808," + name + "false}");
    }
}
