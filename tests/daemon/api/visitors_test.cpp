// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "shared/base/encoding.h"
#include "tests/daemon/api/world.h"

// Who has the address of a public or open project looks at it, signed in or not.
using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;
using permissions::Visibility;

namespace {

constexpr std::array all_visibilities{Visibility::open, Visibility::public_, Visibility::team,
                                      Visibility::restricted};

bool found_by_anybody(Visibility visibility) {
    return visibility == Visibility::open || visibility == Visibility::public_;
}

// Ana's team has a project with a run that has a file; Bo has nothing to do with it.
struct Gallery : World {
    teams::User ana = make_user("ana", now, true);
    teams::User bo = make_user("bo", now);
    TeamId team{5'000'000'001};
    ProjectId project{5'000'000'002};
    RunId run;

    explicit Gallery(Visibility visibility) {
        does(teams::CreateTeam{team, "vision"});
        does(projects::CreateProject{.id = project, .team = team, .name = "digits"});
        does(projects::SetVisibility{project, visibility});
        runs::Run made;
        made.project = project;
        made.author = ana.id;
        made.name = made.display_name = "r1";
        made.created_at = made.updated_at = now;
        run = runs.add(made)->id;
        index.changed(**runs.find(run), now);
        auto writer = *blobs->start();
        REQUIRE(writer->write("kept"));
        const auto blob = *writer->finish();
        REQUIRE(files.put({.run = run,
                           .name = "notes.txt",
                           .digest = blob.digest,
                           .md5 = blob.md5,
                           .bytes = blob.bytes,
                           .media_type = "text/plain"}));
    }
    void does(sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = ana.id}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE_FALSE(outcome->refused);
    }
};

std::string filled(std::string pattern, const std::string& project, const std::string& run) {
    const std::map<std::string, std::string> values{
        {"{team}", "vision"}, {"{project}", project}, {"{run}", run}, {"{name...}", "notes.txt"}};
    for (const auto& [name, value] : values) {
        const auto at = pattern.find(name);
        if (at != std::string::npos) pattern.replace(at, name.size(), value);
    }
    return pattern;
}

// Addresses of reading below a project, but for what was deleted in it.
std::vector<std::string> reading(const World& world) {
    std::vector<std::string> patterns;
    for (const http::Route& route : world.router.routes()) {
        const bool below = route.pattern.find("/{team}/{project}") != std::string::npos;
        if (route.method == "GET" && below && !route.pattern.ends_with("/trash"))
            patterns.push_back(route.pattern);
    }
    return patterns;
}

std::string told(const http::Response& response) {
    const auto* text = std::get_if<std::string>(&response.body);
    return std::to_string(response.status) + " " + (text != nullptr ? *text : "a file");
}

}  // namespace

TEST_CASE("whoever knows the address looks at public and open projects, signed in or not") {
    for (const Visibility visibility : all_visibilities) {
        Gallery world(visibility);
        const auto patterns = reading(world);
        CHECK(patterns.size() >= 11);
        for (const std::string& cookie : {std::string(), world.sign_in(world.bo)}) {
            const int hidden = cookie.empty() ? 401 : 404;
            for (const std::string& pattern : patterns) {
                CAPTURE(pattern);
                CAPTURE(permissions::name(visibility));
                const auto seen = world.ask("GET", filled(pattern, "digits", "r1"), cookie);
                if (found_by_anybody(visibility)) {
                    CHECK(seen.status == 200);
                    continue;
                }
                CHECK(seen.status == hidden);
                CHECK(told(seen) == told(world.ask("GET", filled(pattern, "none", "r9"), cookie)));
            }
        }
    }
}

TEST_CASE(
    "a team shows itself and what is for all, to who is signed in or sees one of its projects") {
    for (const Visibility visibility : all_visibilities) {
        CAPTURE(permissions::name(visibility));
        Gallery world(visibility);
        world.does(
            projects::CreateProject{.id = {5'000'000'003}, .team = world.team, .name = "inside"});
        world.does(teams::EditTeamProfile{
            .team = world.team, .intro = "We see.", .showcase = std::vector{world.project}});
        const auto profile = [&](const std::string& team, const std::string& cookie) {
            return world.ask("GET", "/api/teams/" + team + "/profile", cookie);
        };
        const bool open = found_by_anybody(visibility);
        const std::string bo = world.sign_in(world.bo);
        for (const std::string& cookie : {std::string(), bo}) {
            const auto seen = profile("vision", cookie);
            if (cookie.empty() && !open) {
                CHECK(told(seen) == told(profile("nothing", cookie)));
                continue;
            }
            REQUIRE(seen.status == 200);
            const json body = json::parse(std::get<std::string>(seen.body));
            CHECK(body["intro"] == "We see.");
            json projects = json::array();
            if (open)
                projects.push_back({{"name", "digits"},
                                    {"description", ""},
                                    {"visibility", permissions::name(visibility)},
                                    {"showcase", true}});
            CHECK(body["projects"] == projects);
        }
        // A personal team is its person's.
        CHECK(told(profile("ana", bo)) == told(profile("nothing", bo)));
        // Hidden, it looks as if it were not there, but for who is in it.
        world.does(teams::SetTeamSwitch{world.team, teams::TeamSwitch::hidden, true});
        for (const std::string& cookie : {std::string(), bo})
            CHECK(told(profile("vision", cookie)) == told(profile("nothing", cookie)));
        CHECK(profile("vision", world.sign_in(world.ana)).status == 200);
        world.does(teams::SetTeamSwitch{world.team, teams::TeamSwitch::hidden, false});
        world.does(users::ChangeSetting{users::Setting::teams_hidden, true});
        CHECK(told(profile("vision", bo)) == told(profile("nothing", bo)));
    }
}

TEST_CASE("curves of public and open projects are for everybody, others look as if missing") {
    const auto body = [](std::int64_t project) {
        return json{{"project", project}, {"runs", json::array()}, {"keys", {"loss"}}}.dump();
    };
    for (const Visibility visibility : all_visibilities) {
        Gallery world(visibility);
        for (const std::string& cookie : {std::string(), world.sign_in(world.bo)}) {
            const auto seen = world.ask("POST", "/api/series", cookie, body(world.project.value));
            const auto missing = world.ask("POST", "/api/series", cookie, body(9999));
            CHECK(missing.status == (cookie.empty() ? 401 : 404));
            if (found_by_anybody(visibility))
                CHECK(seen.status == 200);
            else
                CHECK(told(seen) == told(missing));
        }
    }
}

TEST_CASE("who has not signed in changes nothing, wherever it is") {
    for (const Visibility visibility : all_visibilities) {
        Gallery world(visibility);
        const std::string run = "/api/runs/vision/digits/r1";
        CHECK(world.ask("PATCH", run, "", R"({"notes":"x"})").status == 401);
        CHECK(world.ask("DELETE", run, "").status == 401);
        CHECK(world.ask("POST", run + "/stop", "", "{}").status == 401);
        const json command{{"do", "star_project"}, {"project", world.project.value}, {"on", true}};
        CHECK(world.ask("POST", "/api/commands", "", command.dump()).status == 401);
        CHECK((*world.runs.find(world.run))->notes.empty());
    }
}

TEST_CASE("what was deleted in a public project is shown to nobody who only looks on") {
    for (const Visibility visibility : {Visibility::open, Visibility::public_}) {
        Gallery world(visibility);
        const std::string trash = "/api/projects/vision/digits/trash";
        CHECK(world.ask("GET", trash).status == 401);
        CHECK(world.ask("GET", trash, world.sign_in(world.bo)).status == 403);
        CHECK(world.ask("GET", trash, world.sign_in(world.ana)).status == 200);
    }
}

TEST_CASE("a visitor is told of nothing that they may do, and of nobody's address") {
    Gallery world(Visibility::open);
    const json project = json_of(world.ask("GET", "/api/projects/vision/digits"));
    CHECK(project["may"] == json{{"write", false}, {"delete", false}});
    const auto answer = world.ask("GET", "/api/runs/vision/digits/r1");
    CHECK(json_of(answer)["may"] == json{{"write", false}, {"delete", false}});
    CHECK(std::get<std::string>(answer.body).find("@example.org") == std::string::npos);
}

TEST_CASE("a session that has ended is nobody's, and a key that is wrong opens nothing") {
    Gallery world(Visibility::public_);
    const std::string run = "/api/runs/vision/digits/r1";
    CHECK(world.ask("GET", run, "ensemble_session=gone").status == 200);
    const http::Headers wrong{{"Authorization", "Basic " + base64("api:" + std::string(40, 'x'))}};
    CHECK(world.ask("GET", run, "", "", wrong).status == 401);
}
