// SPDX-License-Identifier: Apache-2.0
#include "shared/metrics/column_frame.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "shared/base/crc32c.h"
#include "shared/base/limits.h"

using namespace ensemble;
using namespace ensemble::metrics;

namespace {

std::string example() {
    FrameWriter writer(3);
    writer.i64("id", std::vector<std::int64_t>{1, -2, std::int64_t{1} << 60});
    writer.f64("loss", std::vector<double>{0.5, NAN, 2}, std::vector<std::uint8_t>{1, 1, 0});
    writer.f32("x", std::vector<float>{1.5f, 2.5f, 3.5f});
    writer.text("name", std::vector<std::string>{"one", "", "drei"},
                std::vector<std::uint8_t>{1, 0, 1});
    return std::move(writer).take();
}

void seal(std::string& bytes) {
    const std::uint32_t crc = crc32c(std::string_view(bytes).substr(16));
    std::memcpy(bytes.data() + 12, &crc, 4);
}

void set_u32(std::string& bytes, std::size_t at, std::uint32_t value) {
    std::memcpy(bytes.data() + at, &value, 4);
    seal(bytes);
}

}  // namespace

TEST_CASE("a frame gives back what was written") {
    const std::string bytes = example();
    CHECK(bytes.size() % 8 == 0);
    const auto frame = FrameReader::open(bytes);
    REQUIRE(static_cast<bool>(frame));
    REQUIRE(frame->rows() == 3);
    REQUIRE(frame->columns().size() == 4);
    const FrameColumn& id = frame->columns()[0];
    CHECK(id.name() == "id");
    CHECK(id.integer(1) == -2);
    CHECK(id.integer(2) == std::int64_t{1} << 60);
    CHECK(id.number(0) == 1.0);
    const FrameColumn* loss = frame->find("loss");
    REQUIRE(loss != nullptr);
    CHECK(loss->number(0) == 0.5);
    CHECK(std::isnan(loss->number(1)));
    CHECK(loss->present(1));
    CHECK_FALSE(loss->present(2));
    CHECK(loss->number(2) == 0);
    CHECK(frame->find("x")->number(2) == 3.5);
    const FrameColumn* name = frame->find("name");
    CHECK(name->text(0) == "one");
    CHECK(name->text(1) == "");
    CHECK_FALSE(name->present(1));
    CHECK(name->text(2) == "drei");
    CHECK(frame->find("nothing") == nullptr);
}

TEST_CASE("the bytes of a small frame are those of the protocol") {
    FrameWriter writer(1);
    writer.text("a", std::vector<std::string_view>{"hi"});
    const std::string bytes = std::move(writer).take();
    const std::string body("\x04\0\0\0\x01\0\0\0\x0a\0\0\0\0\0\0\0"
                           "a\0\0\0\0\0\0\0"
                           "\0\0\0\0\x02\0\0\0"
                           "hi\0\0\0\0\0\0",
                           40);
    CHECK(bytes.substr(0, 12) == std::string("ECF1\x01\0\0\0\x01\0\0\0", 12));
    CHECK(bytes.substr(16) == body);
}

TEST_CASE("a frame without rows or columns is a frame") {
    const std::string nothing = FrameWriter(0).take();
    CHECK(static_cast<bool>(FrameReader::open(nothing)));
    FrameWriter writer(0);
    writer.text("t", std::span<const std::string>{});
    writer.f64("f", {});
    const std::string bytes = std::move(writer).take();
    const auto frame = FrameReader::open(bytes);
    REQUIRE(static_cast<bool>(frame));
    CHECK(frame->rows() == 0);
    CHECK(frame->columns().size() == 2);
}

TEST_CASE("payloads stand on 8-byte boundaries for every row count") {
    for (std::size_t rows = 0; rows < 70; ++rows) {
        std::vector<float> values(rows, 1.f);
        std::vector<std::uint8_t> present(rows, 0);
        if (rows > 0) present[rows - 1] = 1;
        FrameWriter writer(rows);
        writer.f32("v", values, present);
        writer.f64("w", std::vector<double>(rows, 7));
        const std::string bytes = std::move(writer).take();
        CHECK(bytes.size() % 8 == 0);
        const auto frame = FrameReader::open(bytes);
        REQUIRE(static_cast<bool>(frame));
        if (rows == 0) continue;
        CHECK(frame->columns()[0].present(rows - 1));
        CHECK(frame->columns()[1].number(rows - 1) == 7);
        if (rows > 1) CHECK_FALSE(frame->columns()[0].present(rows - 2));
    }
}

TEST_CASE("a frame cut anywhere is refused") {
    const std::string bytes = example();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        std::string cut = bytes.substr(0, size);
        CHECK_FALSE(static_cast<bool>(FrameReader::open(cut)));
        if (size < 16) continue;
        seal(cut);
        CHECK_FALSE(static_cast<bool>(FrameReader::open(cut)));
    }
}

TEST_CASE("a changed byte is noticed by the checksum") {
    const std::string bytes = example();
    for (std::size_t at = 16; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        const auto frame = FrameReader::open(changed);
        REQUIRE_FALSE(static_cast<bool>(frame));
        CHECK(frame.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("hostile bytes with a right checksum never read outside the frame") {
    const std::string bytes = example();
    std::size_t read = 0;
    for (std::size_t at = 4; at + 4 <= bytes.size(); ++at) {
        for (const std::uint32_t value :
             {0u, 1u, 3u, 5u, 260u, 0x7fffffffu, 0xfffffff9u, 0xffffffffu}) {
            if (at >= 8 && at < 16) continue;
            std::string hostile = bytes;
            set_u32(hostile, at, value);
            const auto frame = FrameReader::open(hostile);
            if (!frame) continue;
            for (const FrameColumn& column : frame->columns()) {
                for (std::size_t row = 0; row < frame->rows(); ++row) {
                    read += column.present(row) ? 1u : 0u;
                    if (column.kind() == ColumnKind::text)
                        read += column.text(row).size();
                    else
                        read += std::isnan(column.number(row)) ? 1u : 0u;
                }
            }
        }
    }
    CHECK(read > 0);
}

TEST_CASE("rows and columns are bounded") {
    std::string bytes = FrameWriter(0).take();
    set_u32(bytes, 8, static_cast<std::uint32_t>(limits::frame_rows_max));
    CHECK(static_cast<bool>(FrameReader::open(bytes)));
    set_u32(bytes, 8, static_cast<std::uint32_t>(limits::frame_rows_max + 1));
    CHECK(FrameReader::open(bytes).error().code == ErrorCode::too_large);

    FrameWriter full(0);
    for (std::size_t i = 0; i < limits::frame_columns_max; ++i)
        full.f64("c", {});
    CHECK(static_cast<bool>(FrameReader::open(std::move(full).take())));
    FrameWriter over(0);
    for (std::size_t i = 0; i <= limits::frame_columns_max; ++i)
        over.f64("c", {});
    CHECK(FrameReader::open(std::move(over).take()).error().code == ErrorCode::too_large);
}
