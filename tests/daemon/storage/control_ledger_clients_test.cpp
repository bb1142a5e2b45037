// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/storage/decisions.h"

#include "daemon/storage/rows.h"

using namespace ensemble;
using namespace ensemble::tests;
using sync::Outcome;

namespace {

std::int64_t count(World& world, const std::string& table) {
    return must(storage::one(world.database->prepare("SELECT count(*) FROM " + table),
                             storage::only_column<std::int64_t>))
        .value();
}

}  // namespace

TEST_CASE("a client's commands are settled in order until it has seen them") {
    Decisions world;
    CHECK_FALSE(must(world.ledger.client("page")).has_value());
    CHECK(must(world.ledger.outcomes("page")).empty());
    const auto first = world.accepted({});
    const auto second = world.refused("name");
    const auto third = world.accepted({});
    must(world.ledger.commit({world.from(first, "page", 1, "a"), world.from(second, "page", 2, "b"),
                              world.from(third, "page", 3, "c")}));
    const std::vector<Outcome> expected{{1, "a", first.version, std::nullopt},
                                        {2, "b", first.version, second.refused},
                                        {3, "c", third.version, std::nullopt}};
    CHECK(must(world.ledger.outcomes("page")) == expected);
    CHECK(must(world.ledger.client("page"))->last_seq == 3);
    CHECK(must(world.ledger.client("page"))->user == world.alice.id);
    for (const Outcome& outcome : expected)
        CHECK(must(world.ledger.settled(outcome.id)) == outcome);
    must(world.ledger.seen("page", 2));
    CHECK(must(world.ledger.outcomes("page")) == std::vector<Outcome>{expected[2]});
    must(world.ledger.seen("other", 9));
    CHECK(must(world.ledger.outcomes("page")).size() == 1);
    // A page that saw them is told again when it asks by the command's id.
    CHECK(must(world.ledger.settled("a")).has_value());
    CHECK(must(world.ledger.settled("b"))->refused == second.refused);
    CHECK_FALSE(must(world.ledger.settled("")).has_value());
    CHECK_FALSE(must(world.ledger.settled("z")).has_value());
}

TEST_CASE("a command that comes again moves its client on and changes nothing else") {
    Decisions world;
    const auto first = world.accepted({});
    const auto refused = world.refused("name");
    must(world.ledger.commit(
        {world.from(first, "one", 1, "a"), world.from(refused, "one", 2, "b")}));
    must(world.ledger.commit({world.accepted({})}));
    const auto loaded = must(world.ledger.load());
    storage::Decided again;
    again.at = {6000};
    again.actor = world.alice.id;
    again.event = "again";
    storage::Decided refused_again = again;
    refused_again.refused = refused.refused;
    must(world.ledger.commit(
        {world.from(again, "two", 1, "a"), world.from(refused_again, "two", 2, "b")}));
    CHECK(must(world.ledger.outcomes("two")) ==
          std::vector<Outcome>{{1, "a", first.version, std::nullopt},
                               {2, "b", first.version, refused.refused}});
    CHECK(must(world.ledger.client("two"))->last_seq == 2);
    CHECK(must(world.ledger.load()).version == loaded.version);
    CHECK(count(world, "command_log") == 2);
    CHECK(count(world, "refusal_log") == 1);
}

TEST_CASE("the same command is never accepted twice") {
    Decisions world;
    must(world.ledger.commit({world.from(world.accepted({}), "one", 1, "a")}));
    CHECK(code_of(world.ledger.commit({world.from(world.accepted({}), "two", 1, "a")})) ==
          ErrorCode::conflict);
    // Those without an id are not the same.
    must(world.ledger.commit({world.accepted({}), world.accepted({})}));
}

TEST_CASE("refusals are kept up to their bound, the newest ones") {
    storage::Retention retention;
    CHECK(retention.refusals_max == limits::refusals_kept_max);
    retention.refusals_max = 3;
    Decisions world(":memory:", retention);
    for (int i = 1; i <= 3; ++i)
        must(world.ledger.commit({world.refused(std::to_string(i))}));
    CHECK(count(world, "refusal_log") == 3);
    must(world.ledger.commit({world.refused("4"), world.refused("5")}));
    CHECK(count(world, "refusal_log") == 3);
    CHECK(
        must(storage::all(world.database->prepare("SELECT number FROM refusal_log ORDER BY number"),
                          storage::only_column<int>)) == std::vector<int>{3, 4, 5});
}

TEST_CASE("outcomes and clients are forgotten when they are old enough") {
    storage::Retention retention;
    retention.outcomes_ms = 100;
    retention.clients_ms = 1000;
    Decisions world(":memory:", retention);
    must(world.ledger.commit({world.from(world.accepted({}, {}, {5000}), "page", 1, "a")}));
    must(world.ledger.forget_old({5100}));
    CHECK(must(world.ledger.outcomes("page")).size() == 1);
    must(world.ledger.forget_old({5101}));
    CHECK(must(world.ledger.outcomes("page")).empty());
    CHECK(must(world.ledger.settled("a")).has_value());
    must(world.ledger.forget_old({6000}));
    CHECK(must(world.ledger.client("page")).has_value());
    must(world.ledger.forget_old({6001}));
    CHECK_FALSE(must(world.ledger.client("page")).has_value());
}

TEST_CASE("tombstones are forgotten when old, and the horizon says up to where") {
    storage::Retention retention;
    retention.tombstones_ms = 100;
    Decisions world(":memory:", retention);
    const records::Star star{world.alice.id, world.project.id};
    const records::Settings settings;
    must(world.ledger.commit({world.accepted({star, settings})}));
    must(world.ledger.commit({world.accepted({}, {records::key(star)}, {5000})}));
    const std::int64_t first = world.version;
    must(world.ledger.commit({world.accepted({}, {records::key(settings)}, {5050})}));
    must(world.ledger.forget_old({5100}));
    CHECK(must(world.ledger.load()).erased.size() == 2);
    CHECK(must(world.ledger.load()).horizon == 0);
    must(world.ledger.forget_old({5101}));
    CHECK(must(world.ledger.load()).erased.size() == 1);
    CHECK(must(world.ledger.load()).horizon == first);
    must(world.ledger.forget_old({9000}));
    CHECK(must(world.ledger.load()).erased.empty());
    CHECK(must(world.ledger.load()).horizon == world.version);
}

TEST_CASE("more tombstones than a tenth of the rows are forgotten, the oldest first") {
    storage::Retention retention;
    retention.tombstones_free = 2;
    Decisions world(":memory:", retention);
    for (const std::int64_t id : {11, 12, 13}) {
        const records::CustomRole role{.id = {id}, .name = std::to_string(id)};
        must(world.ledger.commit({world.accepted({role})}));
        must(world.ledger.commit({world.accepted({}, {records::key(role)})}));
        if (id == 12) {
            must(world.ledger.forget_old({5000}));
            CHECK(must(world.ledger.load()).erased.size() == 2);
        }
    }
    must(world.ledger.forget_old({5000}));
    const auto loaded = must(world.ledger.load());
    REQUIRE(loaded.erased.size() == 2);
    CHECK(loaded.erased[0].key.first == 12);
    CHECK(loaded.horizon < loaded.erased[0].version);
    CHECK(loaded.horizon > 0);
}
