// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/sync/last_word.h"

using namespace ensemble;
using records::Scope;
using records::ScopeKind;
using sync::StoredCommand;

namespace {

constexpr RunId run{3};
constexpr ProjectId project{14};
constexpr ProjectId other{15};
constexpr TeamId team{7};
constexpr UserId bob{9};
constexpr UserId eve{10};
constexpr UserId me{1};
constexpr Instant now{1'000'000};

StoredCommand done(std::int64_t local, sync::Command command, std::int64_t ago_ms = 1'000) {
    return {.local = local,
            .id = "id-" + std::to_string(local),
            .command = std::move(command),
            .made_at = now,
            .confirmed = true,
            .version = local,
            .settled_at = {now.ms - ago_ms}};
}

// A page that sees one run called "ours", and bob as a viewer by somebody's hand.
std::vector<sync::Stored> disk(std::vector<StoredCommand> commands, UserId by) {
    std::vector<sync::Stored> stored{
        sync::StoredMeta{.device = "d", .user = me, .epoch = "e", .contact = now},
        sync::StoredScope{{ScopeKind::runs, project.value},
                          5,
                          {{records::Run{.id = run,
                                         .project = project,
                                         .name = "r",
                                         .display_name = "ours",
                                         .notes = "theirs\nmine"},
                            5}}},
        sync::StoredScope{{ScopeKind::team, team.value},
                          5,
                          {{records::Member{.team = team,
                                            .user = bob,
                                            .role = {permissions::Role::view_only, {}},
                                            .joined_at = now,
                                            .changed = {by, now}},
                            5}}}};
    for (StoredCommand& command : commands)
        stored.push_back(std::move(command));
    return stored;
}

struct Page {
    explicit Page(std::vector<StoredCommand> commands, UserId by = eve) {
        replica.restore(disk(std::move(commands), by));
    }
    std::vector<sync::Overtaken> found(Instant since = {}) const {
        return sync::overtaken(replica, since);
    }
    sync::Replica replica{{.client = "c", .device = "d"}};
};

}  // namespace

TEST_CASE(
    "whose word was changed since is told what stands instead, and by whom where rows say it") {
    const Page page({done(1, runs::RenameRun{run, "mine"}), done(2, runs::NoteRun{run, "mine", ""}),
                     done(3, runs::MoveRun{run, other}),
                     done(4, teams::ChangeRole{team, bob, {permissions::Role::admin, {}}})});
    const auto all = page.found();
    REQUIRE(all.size() == 4);
    CHECK(std::get<runs::RenameRun>(all[0].instead).display_name == "ours");
    CHECK(all[0].by == UserId{});
    CHECK(std::get<runs::NoteRun>(all[1].instead).notes == "theirs\nmine");
    CHECK(std::get<runs::MoveRun>(all[2].instead).project == project);
    CHECK(std::get<teams::ChangeRole>(all[3].instead).role.base == permissions::Role::view_only);
    CHECK(all[3].by == eve);
    CHECK(all[3].own->local == 4);
}

TEST_CASE("nothing is overtaken that still stands, is too old, gone, or was said otherwise later") {
    CHECK(Page({done(1, runs::RenameRun{run, "ours"})}).found().empty());
    CHECK(Page({done(1, runs::RenameRun{run, "mine"}, 5'000)}).found({now.ms - 2'000}).empty());
    CHECK(Page({done(1, runs::RenameRun{{4}, "mine"})}).found().empty());
    CHECK(Page({done(1, runs::TagRun{run, "good", true})}).found().empty());
    // The page has heard of the runs up to version 5.
    CHECK(Page({done(6, runs::RenameRun{run, "mine"})}).found().empty());
    CHECK(Page({done(1, runs::RenameRun{run, "mine"}), done(2, runs::RenameRun{run, "ours"})})
              .found()
              .empty());
    StoredCommand waiting = done(2, runs::RenameRun{run, "mine again"});
    waiting.confirmed = false;
    CHECK(Page({done(1, runs::RenameRun{run, "mine"}), waiting}).found().empty());
}

TEST_CASE("what the person changed on another device is their own word") {
    const StoredCommand asked =
        done(1, teams::ChangeRole{team, bob, {permissions::Role::admin, {}}});
    CHECK(Page({asked}, eve).found().size() == 1);
    CHECK(Page({asked}, me).found().empty());
}
