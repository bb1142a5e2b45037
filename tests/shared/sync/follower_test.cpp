// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/sync/replica.h"

using namespace ensemble;
using sync::Replica;

namespace {

constexpr UserId ana{9};
constexpr ProjectId digits{12};
constexpr Instant now{1'764'576'000'000};

std::vector<sync::Stored> disk() {
    return {
        sync::StoredMeta{.device = "d", .user = ana, .epoch = "e", .contact = now},
        sync::StoredScope{
            {records::ScopeKind::instance, 0}, 1, {{records::User{.id = ana, .name = "ana"}, 1}}},
        sync::StoredScope{
            {records::ScopeKind::team, 8},
            1,
            {{records::Team{.id = {8}, .name = "vision"}, 1},
             {records::Member{.team = {8}, .user = ana, .role = {permissions::Role::admin, {}}},
              1}}},
        sync::StoredScope{{records::ScopeKind::project, 12},
                          1,
                          {{records::Project{.id = digits, .team = {8}, .name = "digits"}, 1}}}};
}

projects::DescribeProject describe(std::string text) {
    return {digits, std::move(text)};
}

sync::StoredCommand stored(std::int64_t local, std::string id, std::string text) {
    return {
        .local = local, .id = std::move(id), .command = describe(std::move(text)), .made_at = now};
}

// A page that follows, with everything that is on the disk.
struct Follower {
    Replica replica{{.client = "", .device = "", .first_local = 1'000}};

    Follower() { replica.restore(disk()); }
    // Gives the key under which it is shown until it comes back.
    std::string act(std::string id, std::string text) {
        auto acted = replica.act(describe(std::move(text)), std::move(id), now);
        REQUIRE(std::holds_alternative<records::Accepted>(acted.verdict));
        return sync::storage_key(std::get<sync::Store>(acted.effects.front()).put.front());
    }
    std::vector<std::int64_t> numbers() const {
        std::vector<std::int64_t> numbers;
        for (const auto& pending : replica.pending())
            numbers.push_back(pending.local);
        return numbers;
    }
    std::string shown() const { return replica.view().project(digits)->description; }
};

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a command made by a follower comes back once, under the number that it got") {
    Follower page;
    page.act("a", "mine");
    CHECK(page.numbers() == Numbers{1'000});
    page.replica.follow({stored(1, "a", "mine")}, {});
    CHECK(page.numbers() == Numbers{1});
    CHECK(page.shown() == "mine");
}

TEST_CASE("what others made meanwhile takes no place of a follower's own") {
    Follower page;
    page.act("a", "mine");
    page.replica.follow({stored(1, "b", "theirs")}, {});
    CHECK(page.numbers() == Numbers{1, 1'000});
    CHECK(page.shown() == "mine");
    page.replica.follow({stored(2, "a", "mine")}, {});
    CHECK(page.numbers() == Numbers{1, 2});
}

TEST_CASE("a command that is settled before it was seen to be stored is not shown twice") {
    Follower page;
    page.act("a", "mine");
    auto settled = stored(1, "a", "mine");
    settled.confirmed = true;
    page.replica.follow({settled}, {});
    CHECK(page.numbers().empty());

    page.act("b", "refused");
    page.replica.follow({sync::StoredRefusal{.local = 2,
                                             .id = "b",
                                             .command = describe("refused"),
                                             .made_at = now,
                                             .settled_at = now,
                                             .outcome = {.id = "b"}}},
                        {});
    CHECK(page.numbers() == Numbers{2});
}

TEST_CASE("a command that the leading page refuses is taken back by its key") {
    Follower page;
    const std::string key = page.act("a", "mine");
    page.replica.follow({}, {key});
    CHECK(page.numbers().empty());
    CHECK(page.shown().empty());
}

TEST_CASE("a page that leads shows commands under the numbers that it gave them") {
    Replica replica({.client = "c", .device = "d"});
    replica.restore(disk());
    replica.act(describe("one"), "a", now);
    replica.act(describe("two"), "b", now);
    REQUIRE(replica.pending().size() == 2);
    CHECK(replica.pending()[0].local == 1);
    CHECK(replica.pending()[1].local == 2);
}

TEST_CASE("with a scope goes what was confirmed about it, and nothing else") {
    Replica replica({.client = "c", .device = "d"});
    auto kept = disk();
    const std::vector<sync::Command> commands{teams::CreateTeam{.id = {8}, .name = "vision"},
                                              projects::CreateProject{.id = digits, .team = {8}},
                                              describe("ours"),
                                              runs::TagRun{.run = {5}, .tag = "good"},
                                              users::SetLease{.hours = 1},
                                              projects::DescribeProject{{13}, "other"}};
    for (const auto& command : commands) {
        const auto local = static_cast<std::int64_t>(kept.size());
        kept.push_back(sync::StoredCommand{.local = local,
                                           .id = std::to_string(local),
                                           .command = command,
                                           .made_at = now,
                                           .confirmed = true,
                                           .settled_at = now});
    }
    replica.restore(kept);
    replica.connected();
    replica.receive(sync::HelloOk{.user = ana, .epoch = "e", .now = now});
    const auto effects = replica.receive(
        sync::Patch{.drops = {{{records::ScopeKind::team, 8}}, {{records::ScopeKind::project, 12}}},
                    .now = now});
    std::vector<std::string> removed;
    for (const auto& effect : effects) {
        if (const auto* store = std::get_if<sync::Store>(&effect)) removed = store->removed;
    }
    std::sort(removed.begin(), removed.end());
    CHECK(removed == std::vector<std::string>{"command/000000000004", "command/000000000005",
                                              "command/000000000006", "command/000000000007",
                                              "scope/project:12", "scope/team:8"});
}
