// SPDX-License-Identifier: Apache-2.0
#include "shared/base/crc32c.h"

#include <doctest/doctest.h>

#include <string>

using namespace ensemble;

TEST_CASE("the checksum of the standard's test string is right") {
    CHECK(crc32c("123456789") == 0xE3069283u);
    CHECK(crc32c("") == 0u);
}

TEST_CASE("a checksum over pieces equals the one over the whole") {
    std::string text;
    for (int i = 0; i < 300; ++i)
        text += static_cast<char>(i * 7);
    for (std::size_t cut = 0; cut <= text.size(); cut += 13) {
        const std::string_view whole = text;
        CHECK(crc32c(whole.substr(cut), crc32c(whole.substr(0, cut))) == crc32c(whole));
    }
}
