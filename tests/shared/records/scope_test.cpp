// SPDX-License-Identifier: Apache-2.0
#include "shared/records/scope.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

Scope of_team(TeamId id) {
    return {ScopeKind::team, id.value};
}
Scope of_invites(TeamId id) {
    return {ScopeKind::invites, id.value};
}
Scope of_project(ProjectId id) {
    return {ScopeKind::project, id.value};
}
Scope of_runs(ProjectId id) {
    return {ScopeKind::runs, id.value};
}

// Who of everybody sees it, by name.
std::string who_sees(const State& state, Scope scope) {
    std::string names;
    for (const UserId user :
         {ana, vera, mia, tests::max, viola, carl, stan, bot, dora, otto, nils, gus, fleet})
        if (visible(state, user, scope)) names += state.user(user)->name + " ";
    return names;
}

}  // namespace

TEST_CASE("the name of a scope says what it is and is read back") {
    for (const auto& [scope, name] :
         {std::pair{Scope{ScopeKind::instance}, "instance"},
          std::pair{Scope{ScopeKind::user, 3}, "user:3"},
          std::pair{Scope{ScopeKind::team, 7}, "team:7"},
          std::pair{Scope{ScopeKind::invites, 7}, "invites:7"},
          std::pair{Scope{ScopeKind::project, (std::int64_t{1} << 52) - 1},
                    "project:4503599627370495"},
          std::pair{Scope{ScopeKind::runs, 9}, "runs:9"}}) {
        CHECK(text(scope) == name);
        CHECK(records::scope(name) == scope);
    }
}

TEST_CASE("what names no scope is none") {
    for (const char* name :
         {"", "team", "team:", "team:-1", "team:1x", "team: 1", "Team:1", "teams:1", "instance:1",
          "instance:", ":1", "team:10000000000000000", "team:1:2"}) {
        CAPTURE(name);
        CHECK_FALSE(records::scope(name).has_value());
    }
}

TEST_CASE("every row lies in one scope") {
    const std::vector<std::pair<Row, std::string>> rows{
        {Settings{}, "instance"},
        {User{.id = {5}}, "instance"},
        {CustomRole{.id = {5}}, "instance"},
        {Account{.user = {5}}, "user:5"},
        {Invitation{.user = {5}, .id = {6}, .team = {7}}, "user:5"},
        {Star{{5}, {6}}, "user:5"},
        {Team{.id = {7}}, "team:7"},
        {Member{.team = {7}, .user = {5}}, "team:7"},
        {Invite{.id = {6}, .team = {7}, .user = {5}}, "invites:7"},
        {Project{.id = {8}, .team = {7}}, "project:8"},
        {ProjectMember{.project = {8}, .user = {5}}, "project:8"},
        {Run{.id = {9}, .project = {8}}, "runs:8"}};
    for (const auto& [row, name] : rows)
        CHECK(text(scope_of(row)) == name);
}

TEST_CASE("everybody who is active sees the instance; one's own is one's own") {
    const State state = world();
    CHECK(who_sees(state, {ScopeKind::instance}) ==
          "ana vera mia max viola carl stan vision-bot otto nils gus fleet ");
    CHECK(who_sees(state, {ScopeKind::user, nils.value}) == "nils ");
    CHECK(who_sees(state, {ScopeKind::user, dora.value}) == "");
    CHECK_FALSE(visible(state, {}, {ScopeKind::instance}));
    CHECK_FALSE(visible(state, missing_user, {ScopeKind::instance}));
}

TEST_CASE("a team is seen by who is in it and by those who run the instance") {
    const State state = world();
    CHECK(who_sees(state, of_team(vision)) == "ana vera mia max viola carl stan vision-bot fleet ");
    CHECK(who_sees(state, of_team(audio)) == "ana otto fleet ");
    CHECK(who_sees(state, of_team(personal(nils))) == "ana nils ");
    CHECK(who_sees(state, of_team(missing_team)) == "");
}

TEST_CASE("a deleted team is seen by those who may restore it, its invites by nobody") {
    const State state = with(deleted_team(vision));
    CHECK(who_sees(state, of_team(vision)) == "ana ");
    CHECK(who_sees(state, of_invites(vision)) == "");
    CHECK(who_sees(state, of_project(paper)) == "");
    CHECK(who_sees(state, of_runs(paper)) == "");
}

TEST_CASE("invites are seen by those who may invite") {
    CHECK(who_sees(world(), of_invites(vision)) == "vera carl ");
    const auto lets_members =
        edited<Team>({Kind::team, vision.value}, [](Team& team) { team.members_invite = true; });
    CHECK(who_sees(with(lets_members), of_invites(vision)) == "vera mia max carl ");
    CHECK(who_sees(with(lets_members, switched(&Settings::invites_forbidden)),
                   of_invites(vision)) == "vera carl ");
}

TEST_CASE("a project is seen as its visibility says") {
    const State state = world();
    const std::string team = "vera mia max viola carl stan vision-bot fleet ";
    const std::string everybody =
        "ana vera mia max viola carl stan vision-bot otto nils gus fleet ";
    CHECK(who_sees(state, of_project(detector)) == team);
    CHECK(who_sees(state, of_runs(detector)) == team);
    CHECK(who_sees(state, of_project(paper)) == everybody);
    CHECK(who_sees(state, of_runs(paper)) == everybody);
    CHECK(who_sees(state, of_runs(course)) == everybody);
    CHECK(who_sees(state, of_project(diary)) == "max ");
    CHECK(who_sees(state, of_project(missing_project)) == "");
}

TEST_CASE("a restricted project is seen by who was added; its door, not its runs, by team admins") {
    const State state = world();
    CHECK(who_sees(state, of_project(secret)) == "vera mia gus ");
    CHECK(who_sees(state, of_runs(secret)) == "mia gus ");
    const State added = with(role_in_project(vera, secret, inherits));
    CHECK(who_sees(added, of_runs(secret)) == "vera mia gus ");
}

TEST_CASE("a deleted project is seen by those who may restore it, its runs by nobody") {
    const State state = world();
    CHECK(who_sees(state, of_project(trashed)) == "vera ");
    CHECK(who_sees(state, of_runs(trashed)) == "");
}

TEST_CASE("standing scopes are those one sees, in order, without runs") {
    const State state = world();
    const auto names = [&](UserId user) {
        std::string all;
        for (const Scope& scope : standing_scopes(state, user))
            all += text(scope) + " ";
        return all;
    };
    CHECK(names(nils) == "instance user:11 team:211 invites:211 project:402 project:403 ");
    CHECK(names(otto) == "instance user:10 team:102 team:210 invites:102 invites:210 project:402 "
                         "project:403 project:405 ");
    CHECK(names(gus) ==
          "instance user:12 team:212 invites:212 project:402 project:403 project:404 ");
    CHECK(names(dora) == "");
    CHECK(names({}) == "");
    for (const UserId user : {ana, vera, mia, viola, bot, fleet}) {
        const auto scopes = standing_scopes(state, user);
        CHECK(std::is_sorted(scopes.begin(), scopes.end()));
        for (const Scope& scope : scopes) {
            CHECK(visible(state, user, scope));
            CHECK(scope.kind != ScopeKind::runs);
        }
    }
}
