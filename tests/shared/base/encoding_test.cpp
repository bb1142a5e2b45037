// SPDX-License-Identifier: Apache-2.0
#include "shared/base/encoding.h"

#include <doctest/doctest.h>

#include <string>

using namespace ensemble;

TEST_CASE("base 64 text matches the examples of RFC 4648") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("Artifact:123") == "QXJ0aWZhY3Q6MTIz");
}

TEST_CASE("base 64 decodes what it encoded and refuses the rest") {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        CHECK(from_base64(base64(bytes)) == bytes);
    }
    CHECK(from_base64("Zg") == "f");
    CHECK_FALSE(from_base64("Z").has_value());
    CHECK_FALSE(from_base64("Zg=").has_value());
    CHECK_FALSE(from_base64("Zh==").has_value());
    CHECK_FALSE(from_base64("Z!==").has_value());
    CHECK_FALSE(from_base64("Zm9v====").has_value());
}

TEST_CASE("hexadecimal goes both ways") {
    CHECK(hex(std::string("\x00\xff\x1a", 3)) == "00ff1a");
    CHECK(from_hex("00FF1a") == std::string("\x00\xff\x1a", 3));
    CHECK_FALSE(from_hex("0").has_value());
    CHECK_FALSE(from_hex("0g").has_value());
}

TEST_CASE("only well-formed UTF-8 is valid") {
    CHECK(valid_utf8("plain"));
    CHECK(valid_utf8("\xed\x95\x9c\xf0\x9f\x98\x80"));
    CHECK_FALSE(valid_utf8("\xc0\xaf"));          // overlong
    CHECK_FALSE(valid_utf8("\xed\xa0\x80"));      // surrogate
    CHECK_FALSE(valid_utf8("\xf4\x90\x80\x80"));  // past the last code point
    CHECK_FALSE(valid_utf8("\xe2\x82"));          // cut off
    CHECK_FALSE(valid_utf8("\x80"));
}

TEST_CASE("percent escapes go both ways") {
    CHECK(percent_encode("a b/c%") == "a%20b%2Fc%25");
    CHECK(percent_encode("a b/c", "/") == "a%20b/c");
    CHECK(percent_decode("a%20b%2fc") == "a b/c");
    CHECK(percent_decode("a+b") == "a+b");
    CHECK_FALSE(percent_decode("%2").has_value());
    CHECK_FALSE(percent_decode("%zz").has_value());
}
