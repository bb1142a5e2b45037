// SPDX-License-Identifier: Apache-2.0
#include "daemon/storage/control_ledger.h"

#include "tests/daemon/storage/decisions.h"

using namespace ensemble;
using namespace ensemble::tests;
using records::Key;
using records::Kind;
using records::ScopeKind;
using storage::Decided;

namespace {

const TeamId lab{std::int64_t{1} << 40};

}  // namespace

TEST_CASE("a new history has an epoch of its own, which stays") {
    TemporaryDirectory directory;
    const auto path = directory / "control.sqlite";
    std::string epoch;
    {
        Decisions world(path);
        const auto loaded = must(world.ledger.load());
        epoch = loaded.epoch;
        CHECK(epoch.size() == 32);
        CHECK(loaded.horizon == 0);
        CHECK(must(world.ledger.load()).epoch == epoch);
    }
    auto database = must(storage::Database::open(path));
    storage::ControlLedger ledger(*database);
    CHECK(must(ledger.load()).epoch == epoch);
    CHECK(must(Decisions().ledger.load()).epoch != epoch);
}

TEST_CASE("whoever goes on from a copy begins a new epoch, and the original keeps its own") {
    TemporaryDirectory directory;
    Decisions world(directory / "control.sqlite");
    must(world.ledger.commit({world.accepted({team_named(lab, "lab")})}));
    const auto original = must(world.ledger.load());
    must(world.database->backup_to(directory / "copy.sqlite"));
    auto copied = must(storage::Database::open(directory / "copy.sqlite"));
    storage::ControlLedger ledger(*copied);
    const auto loaded = must(ledger.load());
    CHECK(loaded.epoch.size() == 32);
    CHECK(loaded.epoch != original.epoch);
    CHECK(loaded.version == original.version);
    CHECK(Held(loaded) == Held(original));
    CHECK(must(world.ledger.load()).epoch == original.epoch);
}

TEST_CASE("what stores wrote without a ledger is loaded as changed last") {
    Decisions world;
    must(world.ledger.commit({world.accepted({team_named(lab, "lab")})}));
    const auto before = must(world.ledger.load());
    CHECK(before.version == world.version);
    const auto made = must(world.projects.ensure(lab, "late", world.alice.id, {1}));
    const auto after = must(world.ledger.load());
    CHECK(after.version == before.version + 1);
    CHECK(Held(after).rows.at({Kind::project, made.id.value}).version == after.version);
    CHECK(Held(after).rows.at({Kind::team, lab.value}).version == before.version);
}

TEST_CASE("an erased row leaves a tombstone until it is written again") {
    Decisions world;
    const records::Star star{world.alice.id, world.project.id};
    const auto place = std::pair{records::scope_of(star), records::key(star)};
    must(world.ledger.commit({world.accepted({star})}));
    CHECK(Held(must(world.ledger.load())).erased.empty());
    must(world.ledger.commit({world.accepted({}, {records::key(star)})}));
    CHECK(Held(must(world.ledger.load())).erased.at(place) == world.version);
    must(world.ledger.commit({world.accepted({star})}));
    CHECK(Held(must(world.ledger.load())).erased.empty());
    // What was not there leaves nothing.
    must(world.ledger.commit({world.accepted({}, {{Kind::star, 42, 42}})}));
    CHECK(Held(must(world.ledger.load())).erased.empty());
}

TEST_CASE("rows of one batch may refer to one another in any order") {
    Decisions world;
    const UserId robot{std::int64_t{1} << 41};
    const records::User user{
        .id = robot, .name = "robot", .kind = records::UserKind::team_service, .home_team = lab};
    must(world.ledger.commit({world.accepted({records::Member{lab, robot}, user}),
                              world.accepted({team_named(lab, "lab")})}));
    const Held held(must(world.ledger.load()));
    CHECK(held.rows.at({Kind::user, robot.value}).row == records::Row(user));
    CHECK(held.rows.count({Kind::member, lab.value, robot.value}) == 1);
    CHECK(must(world.users.find(robot))->name == "robot");
    CHECK(must(world.users.find(robot))->personal_team == TeamId{});
    CHECK(must(world.users.find_by_name("ROBOT"))->id == robot);
}

TEST_CASE("changes of runs are told by project, and a run that moved away is told as gone") {
    Decisions world;
    const auto first = world.add_run("a");
    world.add_run("b");
    const auto other =
        must(world.projects.ensure(world.alice.personal_team, "other", world.alice.id, {1}));
    const std::int64_t since = world.version;
    CHECK(must(world.ledger.changed_runs(world.project.id, 0)).put.empty());

    auto run = must(world.ledger.run(first.id)).value();
    CHECK(run.name == "a");
    CHECK(run.project == world.project.id);
    CHECK_FALSE(run.ended);
    run.tags = {"good"};
    must(world.ledger.commit({world.accepted({run})}));
    auto changed = must(world.ledger.changed_runs(world.project.id, since));
    REQUIRE(changed.put.size() == 1);
    CHECK(changed.put[0] == sync::Versioned{run, world.version});
    CHECK(must(world.ledger.changed_runs(world.project.id, world.version)).put.empty());

    run.project = other.id;
    must(world.ledger.commit({world.accepted({run})}));
    changed = must(world.ledger.changed_runs(world.project.id, since));
    CHECK(changed.put.empty());
    REQUIRE(changed.erased.size() == 1);
    CHECK(changed.erased[0].key == records::key(run));
    CHECK(changed.erased[0].version == world.version);
    CHECK(changed.erased[0].scope == records::Scope{ScopeKind::runs, world.project.id.value});
    CHECK(must(world.ledger.changed_runs(other.id, since)).put.size() == 1);
    CHECK(must(world.ledger.changed_runs(other.id, since)).erased.empty());

    run.project = world.project.id;
    must(world.ledger.commit({world.accepted({run})}));
    CHECK(must(world.ledger.changed_runs(world.project.id, since)).erased.empty());
    CHECK(must(world.ledger.changed_runs(other.id, since)).erased.size() == 1);
    // Pages get runs on demand only.
    CHECK(must(world.ledger.load()).erased.empty());
}

TEST_CASE("a run is found by name only while it lives") {
    Decisions world;
    const auto made = world.add_run("a");
    CHECK(must(world.ledger.run_named(world.project.id, "a")));
    CHECK_FALSE(must(world.ledger.run_named(world.project.id, "A")));
    CHECK_FALSE(must(world.ledger.run_named({42}, "a")));
    CHECK_FALSE(must(world.ledger.run({42})).has_value());
    auto run = must(world.ledger.run(made.id)).value();
    run.deleted_at = Instant{9};
    must(world.ledger.commit({world.accepted({run})}));
    CHECK_FALSE(must(world.ledger.run_named(world.project.id, "a")));
    CHECK(must(world.ledger.run(made.id)) == run);
    CHECK_FALSE(must(world.runs.find(world.project.id, "a")).has_value());
    world.add_run("a");
    run.deleted_at.reset();
    CHECK(code_of(world.ledger.commit({world.accepted({run})})) == ErrorCode::conflict);
}

TEST_CASE("a deleted project or team is out of every list, and its name is free again") {
    Decisions world;
    must(world.ledger.commit({world.accepted({team_named(lab, "lab")})}));
    const auto made = must(world.projects.ensure(lab, "vision", world.alice.id, {1}));
    records::Project project{.id = made.id,
                             .team = lab,
                             .name = "vision",
                             .author = world.alice.id,
                             .deleted_at = Instant{5}};
    must(world.ledger.commit({world.accepted({project})}));
    CHECK_FALSE(must(world.projects.find(made.id)).has_value());
    CHECK_FALSE(must(world.projects.find(lab, "vision")).has_value());
    CHECK(must(world.projects.list(lab)).empty());
    const auto second = must(world.projects.ensure(lab, "vision", world.alice.id, {2}));
    CHECK(second.id != made.id);

    auto team = team_named(lab, "lab");
    team.deleted_at = Instant{6};
    must(world.ledger.commit({world.accepted({records::Member{lab, world.alice.id}, team})}));
    CHECK_FALSE(must(world.users.find_team(lab)).has_value());
    CHECK_FALSE(must(world.users.find_team_by_name("lab")).has_value());
    CHECK_FALSE(must(world.projects.find(second.id)).has_value());
    CHECK(must(world.projects.list(lab)).empty());
    CHECK(must(world.users.teams_of(world.alice.id)).size() == 1);
    CHECK(code_of(world.projects.ensure(lab, "new", world.alice.id, {3})) == ErrorCode::not_found);
    team.deleted_at.reset();
    must(world.ledger.commit({world.accepted({team})}));
    CHECK(must(world.projects.find(second.id)).has_value());
    CHECK(must(world.users.teams_of(world.alice.id)).size() == 2);
}

TEST_CASE("numbers that pages drew do not push up those that stores give") {
    Decisions world;
    const ProjectId large{(std::int64_t{1} << 52) - 1};
    must(world.ledger.commit({world.accepted(
        {team_named(lab, "lab"),
         records::User{
             .id = {lab.value}, .name = "bot", .kind = records::UserKind::instance_service},
         records::Project{.id = large,
                          .team = world.alice.personal_team,
                          .name = "far",
                          .author = world.alice.id}})}));
    CHECK(must(world.projects.ensure(lab, "near", world.alice.id, {1})).id == ProjectId{2});
    CHECK(must(world.users.add(user_named("bo"))).id == UserId{2});
    CHECK(code_of(world.users.add(user_named("BOT"))) == ErrorCode::conflict);
}
