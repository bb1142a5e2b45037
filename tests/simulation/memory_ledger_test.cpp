// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/memory_ledger.h"

#include <doctest/doctest.h>

using namespace ensemble;
using namespace ensemble::simulation;
using records::Kind;
using records::ScopeKind;

namespace {

records::Run run(std::int64_t id, ProjectId project) {
    return {.id = {id}, .project = project, .author = {1}, .name = "run"};
}

Decided accepted(std::int64_t version, std::int64_t seq, std::vector<Row> put,
                 std::vector<Key> erased = {}) {
    Decided decided{.version = version,
                    .at = {version * 1'000},
                    .actor = {1},
                    .client = "page",
                    .seq = seq,
                    .id = "command-" + std::to_string(seq),
                    .command = users::EditProfile{}};
    decided.changes = {std::move(put), std::move(erased)};
    return decided;
}

}  // namespace

TEST_CASE("what is erased leaves a tombstone until it comes again") {
    MemoryLedger ledger({.epoch = "one"});
    const records::Star star{{1}, {2}};
    REQUIRE(ledger.commit({accepted(1, 1, {star})}));
    REQUIRE(ledger.commit({accepted(2, 2, {}, {records::key(star)})}));
    auto loaded = ledger.load();
    REQUIRE(loaded);
    CHECK(loaded->rows.empty());
    REQUIRE(loaded->erased.size() == 1);
    CHECK(loaded->erased[0].scope == Scope{ScopeKind::user, 1});
    REQUIRE(ledger.commit({accepted(3, 3, {star})}));
    CHECK(ledger.load()->erased.empty());
    CHECK(ledger.load()->version == 3);
}

TEST_CASE("a run that moves is gone from where it was") {
    MemoryLedger ledger({.epoch = "one"});
    REQUIRE(ledger.commit({accepted(1, 1, {run(5, {7})})}));
    CHECK(*ledger.run_named({7}, "run"));
    REQUIRE(ledger.commit({accepted(2, 2, {run(5, {8})})}));
    CHECK_FALSE(*ledger.run_named({7}, "run"));
    CHECK(ledger.changed_runs({7}, 1)->erased.size() == 1);
    CHECK(ledger.changed_runs({8}, 1)->put.size() == 1);
    CHECK(ledger.changed_runs({8}, 2)->put.empty());
    CHECK(ledger.load()->rows.empty());
}

TEST_CASE("outcomes are kept until they were seen, numbers and ids for ever") {
    MemoryLedger ledger({.epoch = "one"});
    Decided refused = accepted(0, 2, {});
    refused.refused = records::Refused{.code = records::Refusal::gone};
    REQUIRE(ledger.commit({accepted(1, 1, {}), refused}));
    CHECK((*ledger.client("page"))->last_seq == 2);
    CHECK(ledger.outcomes("page")->size() == 2);
    REQUIRE(ledger.seen("page", 1));
    REQUIRE(ledger.outcomes("page")->size() == 1);
    CHECK(ledger.outcomes("page")->front().refused->code == records::Refusal::gone);
    CHECK((*ledger.settled("command-1"))->version == 1);
    CHECK_FALSE(ledger.settled("command-3")->has_value());
    ledger.forget({40ll * 24 * 60 * 60 * 1000}, 0);
    CHECK(ledger.outcomes("page")->empty());
    CHECK(ledger.settled("command-2")->has_value());
}

TEST_CASE("a restored backup knows nothing of what came after it") {
    MemoryLedger ledger({.epoch = "one"});
    REQUIRE(ledger.commit({accepted(1, 1, {run(5, {7})})}));
    const auto backup = ledger.kept();
    REQUIRE(ledger.commit({accepted(2, 2, {run(6, {7})})}));
    ledger.restore(backup, "two");
    CHECK(ledger.load()->epoch == "two");
    CHECK(ledger.load()->version == 1);
    CHECK_FALSE(ledger.run({6})->has_value());
    CHECK_FALSE(ledger.settled("command-2")->has_value());
}
