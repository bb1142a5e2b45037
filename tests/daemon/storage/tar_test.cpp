// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/tar.h"

#include <doctest/doctest.h>

using namespace ensemble::storage;

namespace {

// The file block that a header ends in, with what a pax header before it says.
tar::Block read(const std::string& blocks) {
    auto block = tar::parse(blocks.substr(0, tar::block_bytes));
    REQUIRE(block.has_value());
    if (block->kind == tar::Block::Kind::file) {
        CHECK(blocks.size() == tar::block_bytes);
        return *block;
    }
    REQUIRE(block->kind == tar::Block::Kind::pax);
    const auto records = blocks.substr(tar::block_bytes, static_cast<std::size_t>(block->bytes));
    const auto after = tar::block_bytes + records.size() + tar::padding(records.size());
    block = tar::parse(blocks.substr(after));
    REQUIRE(block.has_value());
    REQUIRE(tar::amend(*block, records));
    return *block;
}

}  // namespace

TEST_CASE("names and sizes of every length come back") {
    for (const std::size_t length : {1u, 99u, 100u, 101u, 255u, 980u, 990u, 1000u, 4096u}) {
        CAPTURE(length);
        const auto block = read(tar::header(std::string(length, 'n'), 5));
        CHECK(block.name == std::string(length, 'n'));
        CHECK(block.bytes == 5);
    }
    for (const std::uint64_t bytes :
         {std::uint64_t{0}, std::uint64_t{1}, (std::uint64_t{1} << 33) - 1, std::uint64_t{1} << 33,
          std::uint64_t{5} << 40}) {
        CAPTURE(bytes);
        CHECK(read(tar::header("n", bytes)).bytes == bytes);
        CHECK(read(tar::header(std::string(300, 'n'), bytes)).bytes == bytes);
    }
}

TEST_CASE("content fills whole blocks") {
    CHECK(tar::padding(0) == 0);
    CHECK(tar::padding(1) == 511);
    CHECK(tar::padding(512) == 0);
    CHECK(tar::padding(513) == 511);
}

TEST_CASE("a changed byte anywhere in a header block is noticed") {
    const auto block = tar::header("name", 77);
    for (std::size_t i = 0; i < 500; ++i) {
        auto changed = block;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CAPTURE(i);
        const auto parsed = tar::parse(changed);
        // The last two bytes of the checksum field are decoration.
        if (i != 154 && i != 155) CHECK_FALSE(parsed.has_value());
    }
    CHECK_FALSE(tar::parse(block.substr(1)).has_value());
    CHECK(tar::parse(std::string(tar::block_bytes, '\0'))->kind == tar::Block::Kind::end);
}

TEST_CASE("records of a pax header have to be well formed") {
    tar::Block block;
    CHECK(tar::amend(block, "11 path=ab\n"));
    CHECK(block.name == "ab");
    CHECK(tar::amend(block, "12 size=123\n13 other=key\n"));
    CHECK(block.bytes == 123);
    for (const auto* broken : {"path=ab\n", "99 path=ab\n", "10 path=ab\n", "12 path=ab\n",
                               "11path=abc\n", "11 pathxab\n", "12 size=12x\n", "0 a=b\n", "3 a",
                               "-1 path=ab\n", "99999999999999999999 path=ab\n", " "}) {
        CAPTURE(broken);
        CHECK_FALSE(tar::amend(block, broken));
    }
}
