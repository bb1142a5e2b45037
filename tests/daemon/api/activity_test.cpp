// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

struct Busy : World {
    teams::User ana = make_user("ana", now, true);
    teams::User bo = make_user("bo", now);
    teams::User cy = make_user("cy", now);
    TeamId team{5'000'000'001};

    Busy() {
        does(ana, teams::CreateTeam{team, "vision"});
        does(ana, projects::CreateProject{.id = {5'000'000'002}, .team = team, .name = "digits"});
        does(ana, projects::CreateProject{.id = {5'000'000'003}, .team = team, .name = "secret"});
        does(ana, projects::SetVisibility{{5'000'000'003}, permissions::Visibility::restricted});
        does(ana, teams::InviteMember{.id = {5'000'000'004},
                                      .team = team,
                                      .user = bo.id,
                                      .role = {permissions::Role::member, {}}});
        now.ms += 1'000;
        does(bo, teams::AcceptInvite{team, {5'000'000'004}});
        add_run(ProjectId{5'000'000'002}, "r1");
        add_run(ProjectId{5'000'000'003}, "hidden");
    }
    void does(const teams::User& who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who.id}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE_FALSE(outcome->refused);
    }
    void add_run(ProjectId project, const std::string& name) {
        now.ms += 1'000;
        runs::Run run;
        run.project = project;
        run.author = ana.id;
        run.name = run.display_name = name;
        run.created_at = run.updated_at = now;
        run.ended_at = Instant{now.ms + 500};
        run.state = runs::RunState::finished;
        REQUIRE(runs.add(run));
    }
    std::string told(const teams::User& who) {
        const auto got = ask("GET", "/api/teams/vision/activity", sign_in(who));
        if (got.status != 200) return std::to_string(got.status);
        std::string text;
        const json told = json_of(got)["activity"];
        for (const json& item : told)
            text += item["what"].get<std::string>() + " " + item["person"].get<std::string>() +
                    " " + item.value("run", item.value("project", "")) + "\n";
        return text;
    }
};

}  // namespace

TEST_CASE("a team hears what went on in the projects that each one sees, newest first") {
    Busy world;
    CHECK(world.told(world.bo) == "run_ended ana r1\nrun_began ana r1\njoined bo \n"
                                  "project_made ana digits\njoined ana \n");
    CHECK(world.told(world.ana).find("run_ended ana hidden\n") == 0);
}

TEST_CASE("what goes on in a team is told to nobody else") {
    Busy world;
    CHECK(world.told(world.cy) == "404");
    CHECK(world.ask("GET", "/api/teams/none/activity", world.sign_in(world.cy)).status == 404);
    CHECK(world.ask("GET", "/api/teams/vision/activity").status == 401);
}
