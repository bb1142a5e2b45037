// SPDX-License-Identifier: Apache-2.0
#include "shared/query/order.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>

#include "tests/shared/query/tables.h"

using namespace ensemble::query;
using testing::Row;

namespace {

std::string sorted(const std::vector<Row>& runs, const std::vector<std::string>& keys) {
    RunTable table;
    REQUIRE(testing::load(table, runs));
    std::vector<std::uint32_t> rows(table.rows());
    std::iota(rows.begin(), rows.end(), 0u);
    std::vector<SortKey> sort;
    for (const std::string& key : keys)
        sort.push_back(sort_key(key));
    sort_rows(rows, sort, table);
    std::string text;
    for (const std::uint32_t row : rows)
        text += std::to_string(table.id(row));
    return text;
}

}  // namespace

TEST_CASE("names are in natural order") {
    const std::vector<Row> runs = {
        {.id = 1, .name = "run-10"}, {.id = 2, .name = "Run-9"}, {.id = 3, .name = "run-1"}};
    CHECK(sorted(runs, {"display_name"}) == "321");
    CHECK(sorted(runs, {"-display_name"}) == "123");
}

TEST_CASE("numbers come before NaN, texts and missing values in both directions") {
    const std::vector<Row> runs = {{.id = 1},
                                   {.id = 2, .lr = "\"b\""},
                                   {.id = 3, .lr = "2"},
                                   {.id = 4, .lr = "NaN"},
                                   {.id = 5, .lr = "-1"},
                                   {.id = 6, .lr = "\"a\""},
                                   {.id = 7, .lr = "Infinity"},
                                   {.id = 8, .lr = "-Infinity"}};
    CHECK(sorted(runs, {"config.lr"}) == "85374621");
    CHECK(sorted(runs, {"-config.lr"}) == "73584261");
}

TEST_CASE("later keys decide between rows that are equal in earlier ones") {
    const std::vector<Row> runs = {{.id = 1, .state = "b", .acc = 1, .has_acc = true},
                                   {.id = 2, .state = "a", .acc = 1, .has_acc = true},
                                   {.id = 3, .state = "b", .acc = 2, .has_acc = true},
                                   {.id = 4, .state = "a", .acc = 2, .has_acc = true}};
    CHECK(sorted(runs, {"state", "-summary.acc"}) == "4231");
    CHECK(sorted(runs, {"-state", "summary.acc"}) == "1324");
}

TEST_CASE("rows that no key tells apart are ordered newest id first") {
    const std::vector<Row> runs = {{.id = 1}, {.id = 3}, {.id = 2}};
    CHECK(sorted(runs, {}) == "321");
    CHECK(sorted(runs, {"state"}) == "321");
    CHECK(sorted(runs, {"config.never_seen"}) == "321");
}

TEST_CASE("zero and negative zero are equal") {
    const std::vector<Row> runs = {{.id = 1, .lr = "0"}, {.id = 2, .lr = "-0.0"}};
    CHECK(sorted(runs, {"config.lr"}) == "21");
    CHECK(sorted(runs, {"-config.lr"}) == "21");
}
