// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "daemon/storage/artifact_store.h"
#include "tests/support/stores.h"

using namespace ensemble;

namespace {

constexpr Instant now{1'764'662'400'000};

struct World : tests::Stores {
    teams::User ana = make_user("ana", now);
    ProjectId here = make_project("here");
    ProjectId there = make_project("there");

    ProjectId make_project(const std::string& name) {
        const ProjectId id{(std::int64_t{1} << 33) + static_cast<std::int64_t>(name.size())};
        const projects::CreateProject command{id, ana.personal_team, name};
        const auto made = authority->submit({.asker = {.user = ana.id}}, command, name, now);
        REQUIRE(made);
        REQUIRE_FALSE(made->refused);
        return id;
    }
    RunId add_run(ProjectId project, std::string name) {
        runs::Run run;
        run.project = project;
        run.author = ana.id;
        run.name = std::move(name);
        run.created_at = run.updated_at = now;
        return runs.add(run)->id;
    }
    // The codes of the refusals, "" for what was accepted; sent together, as a page does that was
    // offline.
    std::vector<std::string> push(const std::vector<sync::Command>& commands) {
        std::vector<sync::Numbered> numbered;
        for (const sync::Command& command : commands) {
            const auto seq = static_cast<std::int64_t>(numbered.size()) + 1;
            numbered.push_back({seq, "id-" + std::to_string(seq), command, now});
        }
        const auto outcomes =
            authority->push({.asker = {.user = ana.id}, .client = "page"}, numbered, now);
        REQUIRE(outcomes);
        std::vector<std::string> refused;
        for (const sync::Outcome& outcome : *outcomes)
            refused.push_back(outcome.refused ? outcome.refused->field : "");
        return refused;
    }
};

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("a run that was deleted and brought back in one push keeps its name") {
    World world;
    const RunId run = world.add_run(world.here, "a");
    CHECK(world.push({runs::DeleteRun{run}, runs::RestoreRun{run}}) == Fields{"", ""});
    CHECK((*world.runs.find(world.here, "a"))->id == run);
}

TEST_CASE("a run that goes frees its name for what comes in the same push") {
    World world;
    const RunId goes = world.add_run(world.here, "a");
    const RunId comes = world.add_run(world.there, "a");
    CHECK(world.push({runs::MoveRun{comes, world.here}, runs::DeleteRun{goes},
                      runs::MoveRun{comes, world.here}, runs::RestoreRun{goes}}) ==
          Fields{"name", "", "", "name"});
    CHECK((*world.runs.find(world.here, "a"))->id == comes);
}

TEST_CASE("of two runs that come in one push under one name the first is taken") {
    World world;
    const ProjectId third = world.make_project("a third");
    const RunId first = world.add_run(world.there, "a");
    const RunId second = world.add_run(third, "a");
    CHECK(world.push({runs::MoveRun{first, world.here}, runs::MoveRun{second, world.here}}) ==
          Fields{"", "name"});
    CHECK((*world.runs.find(third, "a"))->id == second);
}

TEST_CASE("after a start what changed of runs before it is told, also where another run went") {
    World world;
    const RunId goes = world.add_run(world.here, "a");
    const RunId stays = world.add_run(world.here, "b");
    CHECK(world.push({runs::MoveRun{goes, world.there}, runs::RenameRun{stays, "best"}}) ==
          Fields{"", ""});
    const auto again = sync::Authority::open(world.ledger);
    REQUIRE(again);
    const records::Scope scope{records::ScopeKind::runs, world.here.value};
    CHECK((*again)->version(scope) >= world.authority->version(scope));
}
