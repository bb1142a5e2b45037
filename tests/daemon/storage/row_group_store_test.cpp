// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/row_group_store.h"

#include "tests/daemon/storage/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

storage::RowGroup group(RunId run, std::uint8_t stream, std::uint64_t offset) {
    storage::RowGroup group;
    group.run = run;
    group.stream = stream;
    group.segment = 3;
    group.offset = offset;
    group.bytes = 100;
    group.rows = 10;
    group.first_key = -5;
    group.last_key = 1ll << 53;
    return group;
}

}  // namespace

TEST_CASE("a seal stores its checkpoint and groups together") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        const RunId run{7};  // a run is a number here, known elsewhere or not
        CHECK_FALSE(must(store.checkpoint(run)).has_value());
        const std::string state("a\0b\xff", 4);
        must(store.seal({run, 1000, state, R"({"loss": NaN})"},
                        {group(run, 2, 0), group(run, 1, 100), group(run, 2, 200)}, {}));
        const auto checkpoint = must(store.checkpoint(run));
        REQUIRE(checkpoint.has_value());
        CHECK(checkpoint->run == run);
        CHECK(checkpoint->position == 1000);
        CHECK(checkpoint->state == state);
        CHECK(checkpoint->summary == R"({"loss": NaN})");
        const auto groups = must(store.groups(run));
        REQUIRE(groups.size() == 3);
        CHECK(groups[0].stream == 1);
        CHECK(groups[1].offset == 0);
        CHECK(groups[2].offset == 200);
        CHECK(groups[2].segment == 3);
        CHECK(groups[2].bytes == 100);
        CHECK(groups[2].rows == 10);
        CHECK(groups[2].first_key == -5);
        CHECK(groups[2].last_key == 1ll << 53);
    });
}

TEST_CASE("a later seal replaces the checkpoint and the groups it names") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        const RunId run{7};
        must(store.seal({run, 1, "", "{}"}, {group(run, 1, 0), group(run, 1, 100)}, {}));
        const auto before = must(store.groups(run));
        must(store.seal({run, 2, "s", "{}"}, {group(run, 1, 300)}, {before[0].id, before[1].id}));
        CHECK(must(store.checkpoint(run))->position == 2);
        const auto after = must(store.groups(run));
        REQUIRE(after.size() == 1);
        CHECK(after[0].offset == 300);
    });
}

TEST_CASE("a seal that cannot be done changes nothing") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        must(store.seal({{7}, 1, "", "{}"}, {group({7}, 1, 0)}, {}));
        const auto known = must(store.groups({7}));
        CHECK(code_of(store.seal({{7}, 2, "", "{}"}, {group({7}, 1, 50), group({7}, 1, 50)},
                                 {known[0].id})) == ErrorCode::conflict);
        CHECK(must(store.checkpoint({7}))->position == 1);
        CHECK(must(store.groups({7})).size() == 1);
    });
}

TEST_CASE("all groups come in the order of their place on disk") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        must(store.seal({{8}, 1, "", "{}"}, {group({8}, 1, 500)}, {}));
        must(store.seal({{7}, 1, "", "{}"}, {group({7}, 1, 900), group({7}, 1, 100)}, {}));
        std::vector<std::uint64_t> offsets;
        for (const auto& found : must(store.all_groups()))
            offsets.push_back(found.offset);
        CHECK(offsets == std::vector<std::uint64_t>{100, 500, 900});
    });
}

TEST_CASE("summaries are those of the project's live runs") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        const auto a = world.add_run("a");
        const auto b = world.add_run("b");
        const auto c = world.add_run("c");
        for (const auto& run : {c, b, a})
            must(store.seal({run.id, 1, "", "{\"n\":\"" + run.name + "\"}"}, {}, {}));
        must(store.seal({{99}, 1, "", "{}"}, {}, {}));
        CHECK(must(world.runs.remove(b.id, {1})));
        std::vector<std::pair<RunId, std::string>> summaries;
        must(store.visit_summaries(world.project.id, [&](RunId run, const std::string& summary) {
            summaries.emplace_back(run, summary);
        }));
        REQUIRE(summaries.size() == 2);
        CHECK(summaries[0].first == a.id);
        CHECK(summaries[0].second == R"({"n":"a"})");
        CHECK(summaries[1].first == c.id);
    });
}

TEST_CASE("removing a run gives the groups that were there") {
    in_memory_and_on_disk([](World& world) {
        storage::RowGroupStore store(*world.database);
        must(store.seal({{7}, 1, "", "{}"}, {group({7}, 1, 0), group({7}, 2, 100)}, {}));
        must(store.seal({{8}, 1, "", "{}"}, {group({8}, 1, 200)}, {}));
        CHECK(must(store.remove({7})).size() == 2);
        CHECK(must(store.groups({7})).empty());
        CHECK_FALSE(must(store.checkpoint({7})).has_value());
        CHECK(must(store.remove({7})).empty());
        CHECK(must(store.groups({8})).size() == 1);
    });
}
