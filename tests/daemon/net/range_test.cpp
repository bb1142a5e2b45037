// SPDX-License-Identifier: Apache-2.0
#include "daemon/net/range.h"

#include <doctest/doctest.h>

using namespace ensemble;
using net::Range;

TEST_CASE("a range header means a part, the whole or nothing of the file") {
    struct Row {
        const char* header;
        std::uint64_t total;
        Range::Kind kind;
        std::uint64_t offset;
        std::uint64_t bytes;
    };
    const Row rows[] = {
        {"bytes=0-9", 100, Range::Kind::part, 0, 10},
        {"bytes=0-0", 100, Range::Kind::part, 0, 1},
        {"bytes=90-", 100, Range::Kind::part, 90, 10},
        {"bytes=99-99", 100, Range::Kind::part, 99, 1},
        {"bytes=50-1000", 100, Range::Kind::part, 50, 50},
        {"bytes=-10", 100, Range::Kind::part, 90, 10},
        {"bytes=-1000", 100, Range::Kind::part, 0, 100},
        {"bytes=100-", 100, Range::Kind::outside, 0, 0},
        {"bytes=-0", 100, Range::Kind::outside, 0, 0},
        {"bytes=0-", 0, Range::Kind::outside, 0, 0},
        {"bytes=-5", 0, Range::Kind::outside, 0, 0},
        {"bytes=9-1", 100, Range::Kind::whole, 0, 0},
        {"bytes=0-1,5-6", 100, Range::Kind::whole, 0, 0},
        {"bytes=-", 100, Range::Kind::whole, 0, 0},
        {"bytes=a-b", 100, Range::Kind::whole, 0, 0},
        {"bytes=+1-2", 100, Range::Kind::whole, 0, 0},
        {"bytes=1--2", 100, Range::Kind::whole, 0, 0},
        {"bytes=18446744073709551616-", 100, Range::Kind::whole, 0, 0},
        {"lines=0-9", 100, Range::Kind::whole, 0, 0},
        {"bytes", 100, Range::Kind::whole, 0, 0},
        {"", 100, Range::Kind::whole, 0, 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.header);
        const Range range = net::parse_range(row.header, row.total);
        CHECK(range.kind == row.kind);
        CHECK(range.offset == row.offset);
        CHECK(range.bytes == row.bytes);
    }
}

TEST_CASE("If-Range holds for the very same strong tag or date only") {
    const http::Headers headers = {{"ETag", "\"abc\""}, {"Last-Modified", "Sat, 01 Jan 2022"}};
    CHECK(net::range_applies("", headers));
    CHECK(net::range_applies("\"abc\"", headers));
    CHECK(net::range_applies("Sat, 01 Jan 2022", headers));
    CHECK_FALSE(net::range_applies("\"abd\"", headers));
    CHECK_FALSE(net::range_applies("W/\"abc\"", headers));
    CHECK_FALSE(net::range_applies("Sat, 01 Jan 2023", headers));
    CHECK_FALSE(net::range_applies("\"abc\"", {}));
}
