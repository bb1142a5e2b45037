// SPDX-License-Identifier: Apache-2.0
#include "shared/query/run_table.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/shared/query/tables.h"

using namespace ensemble;
using namespace ensemble::query;
using testing::load;
using testing::Row;

TEST_CASE("a delta replaces rows of known runs and adds the others") {
    RunTable table;
    REQUIRE(load(table, {{.id = 5, .name = "five"}, {.id = 6, .name = "six"}}));
    REQUIRE(load(table, {{.id = 6, .name = "sechs"}, {.id = 9, .name = "neun"}}));
    REQUIRE(table.rows() == 3);
    const Column& names = *table.column("display_name");
    CHECK(names.text(table.row_of(5)) == "five");
    CHECK(names.text(table.row_of(6)) == "sechs");
    CHECK(names.text(table.row_of(9)) == "neun");
    CHECK(table.row_of(7) == table.rows());
}

TEST_CASE("a deleted row goes and the others keep their cells") {
    RunTable table;
    REQUIRE(load(table, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}, {.id = 3, .name = "c"}}));
    REQUIRE(load(table, {{.id = 1, .deleted = 1}, {.id = 77, .deleted = 1}}));
    REQUIRE(table.rows() == 2);
    CHECK(table.row_of(1) == table.rows());
    CHECK(table.column("name")->text(table.row_of(2)) == "b");
    CHECK(table.column("name")->text(table.row_of(3)) == "c");
    REQUIRE(load(table, {{.id = 2, .deleted = 1}, {.id = 3, .deleted = 1}}));
    CHECK(table.rows() == 0);
    REQUIRE(load(table, {{.id = 4, .name = "d", .lr = "0.5"}}));
    CHECK(table.column("config.lr")->number(table.row_of(4)) == 0.5);
}

TEST_CASE("JSON cells become numbers and texts, fixed cells stay as they are") {
    RunTable table;
    REQUIRE(load(table, {{.id = 1, .lr = "0.1"},
                         {.id = 2, .lr = "\"ad\\u0061m\""},
                         {.id = 3, .lr = "[1,2]"},
                         {.id = 4, .lr = "null"},
                         {.id = 5},
                         {.id = 6, .lr = "NaN"},
                         {.id = 7, .lr = "true", .created_at_ms = 12}}));
    const Column& lr = *table.column("config.lr");
    CHECK(lr.number(table.row_of(1)) == 0.1);
    CHECK(lr.text(table.row_of(2)) == "adam");
    CHECK(lr.text(table.row_of(3)) == "[1,2]");
    CHECK(lr.kind(table.row_of(4)) == CellKind::missing);
    CHECK(lr.kind(table.row_of(5)) == CellKind::missing);
    CHECK(std::isnan(lr.number(table.row_of(6))));
    CHECK(lr.text(table.row_of(7)) == "true");
    CHECK(table.column("created_at_ms")->kind(table.row_of(1)) == CellKind::missing);
    CHECK(table.column("created_at_ms")->number(table.row_of(7)) == 12);
    CHECK(table.column("tags")->text(0) == "[]");
}

TEST_CASE("a frame without ids changes nothing") {
    RunTable table;
    REQUIRE(load(table, {{.id = 1}}));
    metrics::FrameWriter writer(1);
    writer.text("id", std::vector<std::string>{"1"});
    const std::string bytes = std::move(writer).take();
    const auto frame = metrics::FrameReader::open(bytes);
    REQUIRE(static_cast<bool>(frame));
    const auto loaded = table.load(*frame);
    REQUIRE_FALSE(static_cast<bool>(loaded));
    CHECK(loaded.error().code == ErrorCode::bad_request);
    CHECK(table.rows() == 1);
}

TEST_CASE("texts that no row has any more do not pile up") {
    RunTable table;
    for (int i = 0; i < 5000; ++i)
        REQUIRE(load(table, {{.id = 1, .notes = "note " + std::to_string(i)}}));
    CHECK(table.column("notes")->texts().size() < 1100);
    CHECK(table.column("notes")->text(0) == "note 4999");
}
