// SPDX-License-Identifier: Apache-2.0
#include "shared/query/filter.h"

#include <doctest/doctest.h>

#include <string>

#include "shared/base/limits.h"
#include "shared/query/match.h"
#include "tests/shared/query/tables.h"

using namespace ensemble;
using namespace ensemble::query;
using testing::Row;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

RunTable example() {
    RunTable table;
    table.declare({"config.lr", "config.opt.name", "summary.acc", "summary.opt.name", "config.x y",
                   "config.not_loaded", "config.deep.size"});
    const bool loaded =
        testing::load(table, {{.id = 1,
                               .name = "Brave-Finch",
                               .state = "running",
                               .tags = R"(["base","paper"])",
                               .lr = "0.001",
                               .acc = 0.9,
                               .has_acc = true,
                               .created_at_ms = day_ms * 10,
                               .runtime_s = 30},
                              {.id = 2,
                               .name = "calm-heron",
                               .tags = R"(["exp-1"])",
                               .lr = "0.0003",
                               .created_at_ms = day_ms * 19,
                               .runtime_s = 4000,
                               .notes = "after the finch"},
                              {.id = 3,
                               .name = "odd one",
                               .state = "crashed",
                               .lr = "\"auto\"",
                               .created_at_ms = day_ms * 20},
                              {.id = 4, .name = "plain", .acc = 0.5, .has_acc = true}});
    REQUIRE(loaded);
    return table;
}

// The ids of the runs it holds for, or what is wrong with it.
std::string answer(const std::string& filter) {
    const RunTable table = example();
    const auto parsed = parse_filter(filter);
    if (const auto* fault = std::get_if<FilterFault>(&parsed)) return sentence(*fault);
    const auto found = match(std::get<FilterNode>(parsed), table, Instant{day_ms * 20});
    if (const auto* fault = std::get_if<FilterFault>(&found)) return sentence(*fault);
    const Match& rows = std::get<Match>(found);
    std::string text;
    for (std::int64_t id = 1; id <= 4; ++id) {
        if (rows.rows[table.row_of(id)] != 0) text += std::to_string(id);
    }
    for (const std::string& column : rows.needed)
        text += " needs " + column;
    return text;
}

}  // namespace

TEST_CASE("filters hold for the runs they describe") {
    const struct {
        std::string filter;
        std::string ids;
    } rows[] = {
        {"", "1234"},
        {"   ", "1234"},
        {"finch", "12"},
        {"\"odd one\"", "3"},
        {"paper", "1"},
        {"lr < 1e-3", "2"},
        {"lr <= 1e-3 and state:running", "1"},
        {"lr<=1e-3 state:running", "1"},
        {"config.lr > 0.0005", "1"},
        {"lr = auto", "3"},
        {"lr != auto", "124"},
        {"not lr < 1", "34"},
        {"tag:base", "1"},
        {"tag:exp-*", "2"},
        {"tags = paper", "1"},
        {"tag != paper", "234"},
        {"tag ~ a", "1"},
        {"tag ~ exp", "2"},
        {"state:finished,running", "124"},
        {"state!:finished , running", "3"},
        {"state: crashed", "3"},
        {"name:heron", "2"},
        {"name = plain", "4"},
        {"NAME ~ ONE or name=plain", "34"},
        {"name !~ l", "13"},
        {"id:plain", "4"},
        {"notes ~ after", "2"},
        {"has:lr", "123"},
        {"not has:acc", "23"},
        {"has:tags", "12"},
        {"acc >= 0.5 and (state:running or name:zzz)", "1"},
        {"acc = 0.5 or lr = 0.0003 and state:running", "4"},
        {"(acc = 0.5 or lr = 0.0003) and not state:running", "24"},
        {"not (tag:base or tag:exp-1)", "34"},
        {"NOT tag:base AND state:finished", "24"},
        {"created > 1970-01-12", "23"},
        {"age < 2d", "23"},
        {"age >= 10d", "1"},
        {"duration > 1h", "2"},
        {"runtime = 30", "1"},
        {"\"x y\" = 3", " needs config.x y"},
        {"not_loaded > 3 or acc > 0.6", "1 needs config.not_loaded"},
        {"size > 3", " needs config.deep.size"},
        {"not=3", "position 1: expected the name of a column, found not"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.filter);
        CHECK(answer(row.filter) == row.ids);
    }
}

TEST_CASE("what is wrong with a filter is said with its place") {
    const struct {
        std::string filter;
        std::string fault;
    } rows[] = {
        {"lr <", "position 5: expected a value after the operator"},
        {"state:", "position 7: expected a value after the operator"},
        {"lr < abc", "position 6: expected a number"},
        {"(lr < 1", "position 1: expected a \")\" for this \"(\""},
        {"lr < 1)", "position 7: expected a \"(\" before this \")\""},
        {"a and", "position 6: expected a word, a condition or \"(\""},
        {"a or or b", "position 6: expected a word, a condition or \"(\""},
        {"< 3", "position 1: expected a word, a condition or \"(\""},
        {"()", "position 2: expected a word, a condition or \"(\""},
        {"not", "position 4: expected a word, a condition or \"(\""},
        {"\"open", "position 1: expected a closing quote"},
        {"name = 'open", "position 8: expected a closing quote"},
        {"mystery < 3", "position 1: expected the name of a column, found mystery"},
        {"a (opt.name = 3)",
         "position 4: expected one column, this could be config.opt.name, summary.opt.name"},
        {"created > soon", "position 11: expected a date such as 2025-03-01"},
        {"age < soon", "position 7: expected a time span such as 90s, 2h or 7d"},
        {"state < a", "position 1: expected =, : or ~ for the text column state"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.filter);
        CHECK(answer(row.filter) == row.fault);
    }
}

TEST_CASE("filters are bounded in length and depth") {
    const std::string longest = "\"" + std::string(limits::filter_bytes_max - 2, 'a') + "\"";
    CHECK(answer(longest) == "");
    CHECK(answer(longest + " ") == "position 4097: expected a shorter filter");

    const std::size_t depth = limits::filter_depth_max - 1;
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '(') + "plain" + std::string(levels, ')');
    };
    CHECK(answer(nested(depth)) == "4");
    CHECK(answer(nested(depth + 1)) == "position 51: expected fewer parentheses");
    std::string nots;
    for (std::size_t i = 0; i < limits::filter_depth_max; ++i)
        nots += "not ";
    CHECK(answer(nots + "plain") == "position 201: expected fewer parentheses");
}

TEST_CASE("no text stops the parser from answering") {
    const std::string alphabet = "ab()\"'\\<>=!~:, \n\xFF"
                                 "1.";
    std::uint32_t seed = 7;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            seed = seed * 1664525u + 1013904223u;
            text += alphabet[(seed >> 16) % alphabet.size()];
        }
        const auto parsed = parse_filter(text);
        if (const auto* fault = std::get_if<FilterFault>(&parsed))
            CHECK(fault->position + fault->bytes <= text.size());
    }
}
