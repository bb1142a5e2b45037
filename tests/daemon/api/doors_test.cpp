// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>

#include "tests/daemon/api/world.h"

// Every route of the page's door with every kind of caller. A route that nobody put into the table
// fails here.
using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;
using permissions::Role;

namespace {

enum class Door {
    open,      // anybody may knock; what it tells depends on a secret in the request
    own,       // the caller's own things
    steering,  // of a team or the instance
    project,   // reading the project
    reading,   // reading its runs
    update,    // changing a run that somebody else made
    stopping,  // stopping or deleting it
    elsewhere  // has a test of its own
};

struct Classified {
    Door door;
    std::string hidden;   // an address of what is there and not for strangers
    std::string missing;  // the same of what is not there
    std::string body = "";
};

const std::map<std::string, Classified>& table() {
    static const std::string here = "/api/runs/vision/digits/r1";
    static const std::string nowhere = "/api/runs/vision/digits/r9";
    static const std::string nothing = R"({"project":9999,"runs":[],"keys":["loss"]})";
    static const std::map<std::string, Classified> table{
        {"GET /api/session", {Door::own, "/api/session", ""}},
        {"POST /api/session", {Door::open, "", ""}},
        {"DELETE /api/session", {Door::own, "", ""}},
        {"PATCH /api/user", {Door::own, "/api/user", "", "{}"}},
        {"PUT /api/user/password", {Door::elsewhere, "", ""}},
        {"GET /api/keys", {Door::own, "/api/keys", ""}},
        {"POST /api/keys", {Door::elsewhere, "", ""}},
        {"DELETE /api/keys/{key}", {Door::elsewhere, "", ""}},
        {"POST /api/keys/{key}/rotate", {Door::elsewhere, "", ""}},
        {"GET /api/sessions", {Door::elsewhere, "", ""}},
        {"DELETE /api/sessions", {Door::elsewhere, "", ""}},
        {"DELETE /api/sessions/{session}", {Door::elsewhere, "", ""}},
        {"GET /api/teams/{team}/activity", {Door::elsewhere, "", ""}},
        {"GET /api/teams/{team}/profile", {Door::elsewhere, "", ""}},
        {"GET /api/home", {Door::own, "/api/home", ""}},
        {"GET /api/projects/{team}/{project}",
         {Door::project, "/api/projects/vision/digits", "/api/projects/vision/none"}},
        {"GET /api/projects/{team}/{project}/columns",
         {Door::project, "/api/projects/vision/digits/columns",
          "/api/projects/vision/none/columns"}},
        {"GET /api/projects/{team}/{project}/trash",
         {Door::project, "/api/projects/vision/digits/trash", "/api/projects/vision/none/trash"}},
        {"GET /api/projects/{team}/{project}/metrics",
         {Door::project, "/api/projects/vision/digits/metrics",
          "/api/projects/vision/none/metrics"}},
        {"GET /api/projects/{team}/{project}/runs",
         {Door::project, "/api/projects/vision/digits/runs", "/api/projects/none/none/runs"}},
        {"GET /api/runs/{team}/{project}/{run}", {Door::reading, here, nowhere}},
        {"PATCH /api/runs/{team}/{project}/{run}",
         {Door::update, here, nowhere, R"({"notes":"x"})"}},
        {"DELETE /api/runs/{team}/{project}/{run}", {Door::stopping, here, nowhere}},
        {"POST /api/runs/{team}/{project}/{run}/stop",
         {Door::stopping, here + "/stop", nowhere + "/stop", "{}"}},
        {"GET /api/runs/{team}/{project}/{run}/artifacts",
         {Door::reading, here + "/artifacts", nowhere + "/artifacts"}},
        {"GET /api/runs/{team}/{project}/{run}/console",
         {Door::reading, here + "/console", nowhere + "/console"}},
        {"GET /api/runs/{team}/{project}/{run}/console.txt",
         {Door::reading, here + "/console.txt", nowhere + "/console.txt"}},
        {"GET /api/runs/{team}/{project}/{run}/files",
         {Door::reading, here + "/files", nowhere + "/files"}},
        {"GET /api/runs/{team}/{project}/{run}/files/{name...}", {Door::elsewhere, "", ""}},
        {"GET /api/runs/{team}/{project}/{run}/media",
         {Door::reading, here + "/media?key=a", nowhere + "/media?key=a"}},
        {"POST /api/series", {Door::elsewhere, "", ""}},
        {"GET /api/live", {Door::elsewhere, "", ""}},
        {"GET /api/sync", {Door::elsewhere, "", ""}},
        {"POST /api/commands", {Door::elsewhere, "", ""}},
        {"GET /api/teams/{team}/invites/{invite}/link",
         {Door::steering, "/api/teams/vision/invites/5000000020/link",
          "/api/teams/vision/invites/77/link"}},
        {"GET /api/join/{token}", {Door::open, "", ""}},
        {"POST /api/join/{token}", {Door::open, "", ""}},
        {"GET /api/service-accounts/{account}/keys",
         {Door::steering, "/api/service-accounts/5000000021/keys",
          "/api/service-accounts/77/keys"}},
        {"POST /api/service-accounts/{account}/keys", {Door::elsewhere, "", ""}},
        {"DELETE /api/service-accounts/{account}/keys/{key}", {Door::elsewhere, "", ""}},
        {"POST /api/service-accounts/{account}/keys/{key}/rotate", {Door::elsewhere, "", ""}},
        {"GET /api/avatars/{digest}", {Door::elsewhere, "", ""}},
        {"PUT /api/teams/{team}/avatar",
         {Door::steering, "/api/teams/vision/avatar", "/api/teams/none/avatar",
          "\x89PNG\r\n\x1a\nrest"}},
        {"GET /api/badge", {Door::elsewhere, "", ""}},
        {"GET /api/audit", {Door::steering, "/api/audit?team=vision", "/api/audit?team=none"}},
    };
    return table;
}

// Ana steers the team; Mo is a member and made the run; Vi only looks; Bo is not in it.
struct House : World {
    teams::User ana = make_user("ana", now, true);
    teams::User mo = make_user("mo", now);
    teams::User mia = make_user("mia", now);
    teams::User vi = make_user("vi", now);
    teams::User bo = make_user("bo", now);
    TeamId team{5'000'000'001};
    ProjectId project{5'000'000'002};

    House() {
        does(ana.id, teams::CreateTeam{team, "vision"});
        does(ana.id, projects::CreateProject{project, team, "digits"});
        enter(mo, Role::member, 10);
        enter(mia, Role::member, 11);
        enter(vi, Role::view_only, 12);
        does(ana.id,
             teams::InviteMember{.id = {5'000'000'020}, .team = team, .email = "x@example.org"});
        does(ana.id,
             teams::CreateServiceAccount{.id = {5'000'000'021}, .team = team, .name = "ci-bot"});
        runs::Run run;
        run.project = project;
        run.author = mo.id;
        run.name = run.display_name = "r1";
        run.created_at = run.updated_at = now;
        index.changed(*runs.add(run), now);
    }
    void does(UserId who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE(!outcome->refused);
    }
    void enter(const teams::User& user, Role role, std::int64_t number) {
        const InviteId invite{5'000'000'000 + number};
        does(ana.id,
             teams::InviteMember{.id = invite, .team = team, .user = user.id, .role = {role, {}}});
        does(user.id, teams::AcceptInvite{team, invite});
    }
    int knock(const std::string& route, const std::string& cookie) {
        const Classified& row = table().at(route);
        return ask(route.substr(0, route.find(' ')), row.hidden, cookie, row.body).status;
    }
};

bool good(int status) {
    return status < 300;
}

}  // namespace

TEST_CASE("every route of the page is classified") {
    World world;
    std::set<std::string> there;
    for (const http::Route& route : world.router.routes())
        there.insert(route.method + " " + route.pattern);
    for (const std::string& route : there) {
        CAPTURE(route);
        CHECK_MESSAGE(table().contains(route),
                      "put it into the table: who may come through, and what strangers see");
    }
    for (const auto& [route, row] : table()) {
        CAPTURE(route);
        CHECK(there.contains(route));
    }
}

TEST_CASE("nobody comes in without signing in") {
    for (const auto& [route, row] : table()) {
        if (row.hidden.empty()) continue;
        House house;
        CAPTURE(route);
        CHECK(house.knock(route, "") == 401);
    }
}

TEST_CASE("to strangers what is hidden looks like what is not there") {
    for (const auto& [route, row] : table()) {
        if (row.missing.empty()) continue;
        House house;
        CAPTURE(route);
        const std::string method = route.substr(0, route.find(' '));
        const std::string cookie = house.sign_in(house.bo);
        const auto hidden = house.ask(method, row.hidden, cookie, row.body);
        const auto missing = house.ask(method, row.missing, cookie, row.body);
        CHECK(hidden.status == 404);
        CHECK(missing.status == 404);
        CHECK(std::get<std::string>(hidden.body) == std::get<std::string>(missing.body));
    }
}

TEST_CASE("members come as far as their role goes") {
    for (const auto& [route, row] : table()) {
        if (row.hidden.empty() || row.door == Door::own) continue;
        CAPTURE(route);
        const auto status = [&](teams::User House::*who) {
            House house;
            return house.knock(route, house.sign_in(house.*who));
        };
        const bool reads = row.door == Door::project || row.door == Door::reading;
        CHECK(good(status(&House::vi)) == reads);
        CHECK(good(status(&House::mia)) == (reads || row.door == Door::update));
        CHECK(good(status(&House::mo)) == (row.door != Door::steering));
        CHECK(good(status(&House::ana)));
    }
}

TEST_CASE("who is taken out of a team is a stranger at once") {
    House house;
    const std::string cookie = house.sign_in(house.mia);
    CHECK(house.knock("GET /api/runs/{team}/{project}/{run}", cookie) == 200);
    house.does(house.ana.id, teams::RemoveMember{house.team, house.mia.id});
    CHECK(house.knock("GET /api/runs/{team}/{project}/{run}", cookie) == 404);
    // What they logged stays.
    house.does(house.ana.id, teams::RemoveMember{house.team, house.mo.id});
    CHECK(house.knock("GET /api/runs/{team}/{project}/{run}", house.sign_in(house.ana)) == 200);
}

TEST_CASE("a restricted project is closed to members who were not added") {
    House house;
    house.does(house.ana.id,
               projects::SetVisibility{house.project, permissions::Visibility::restricted});
    CHECK(house.knock("GET /api/projects/{team}/{project}", house.sign_in(house.mo)) == 404);
    house.does(house.ana.id,
               projects::SetProjectRole{house.project, house.mo.id, {Role::none, {}}});
    CHECK(house.knock("GET /api/projects/{team}/{project}", house.sign_in(house.mo)) == 200);
}

TEST_CASE("a public project is read by whoever is signed in, and changed by none of them") {
    House house;
    house.does(house.ana.id,
               projects::SetVisibility{house.project, permissions::Visibility::public_});
    const std::string cookie = house.sign_in(house.bo);
    CHECK(house.knock("GET /api/runs/{team}/{project}/{run}", cookie) == 200);
    CHECK(house.knock("PATCH /api/runs/{team}/{project}/{run}", cookie) == 403);
    CHECK(house.knock("DELETE /api/runs/{team}/{project}/{run}", cookie) == 403);
}
