// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/wandb/team_world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

json members(TeamWorld& world, const std::string& who, const char* team = "vision") {
    return world.ask(who, team_query, {{"name", team}})["entity"]["members"];
}

// "mia member USER", one after the other.
std::string shape(const json& members) {
    std::string text;
    for (const json& one : members) {
        const auto name = one[one["username"].is_null() ? "name" : "username"].get<std::string>();
        text += name + " " + one["role"].get<std::string>() + " " +
                one["accountType"].get<std::string>() + (one["pending"] == true ? " pending" : "") +
                (one["admin"] == true ? " admin" : "") + "; ";
    }
    return text;
}

json member(const json& members, const std::string& name) {
    for (const json& one : members)
        if (one["username"] == name || one["name"] == name) return one;
    return nullptr;
}

}  // namespace

TEST_CASE("a team has people by name, then who is invited, then service accounts") {
    TeamWorld world;
    REQUIRE(world.refusal("vera", create_invite, {{"entity", "vision"}, {"username", "nils"}}) ==
            "");
    REQUIRE(world.refusal("vera", create_invite,
                          {{"entity", "vision"}, {"email", "new@x.org"}, {"role", "viewer"}}) ==
            "");
    CHECK(shape(members(world, "vera")) ==
          "max member USER; mia member USER; vera admin USER admin; viola viewer USER; "
          "new@x.org viewer USER pending; nils member USER pending; bot member SERVICE; ");
    // Invites are for those who may invite.
    CHECK(shape(members(world, "mia")) ==
          "max member USER; mia member USER; vera admin USER admin; viola viewer USER; "
          "bot member SERVICE; ");
}

TEST_CASE("every field of the strict fragment has its type, for every member") {
    TeamWorld world;
    const json team = world.ask("vera", team_query, {{"name", "VISION"}})["entity"];
    CHECK(team["name"] == "vision");
    CHECK(team["isTeam"] == true);
    CHECK(team["entityType"] == "team");
    CHECK(team["readOnlyAdmin"].is_boolean());
    CHECK(team["storageBytes"].is_number_integer());
    CHECK(team["codeSavingEnabled"].is_boolean());
    CHECK(team["defaultAccess"].is_string());
    for (const json& one : team["members"]) {
        CHECK(one["id"].is_string());
        CHECK(one["name"].is_string());
        CHECK(one["apiKey"].is_null());
    }
}

TEST_CASE("e-mail addresses of members are for those who may invite, and one's own") {
    TeamWorld world;
    CHECK(member(members(world, "vera"), "mia")["email"] == "mia@example.org");
    CHECK(member(members(world, "vera"), "bot")["email"].is_null());
    CHECK(member(members(world, "mia"), "max")["email"].is_null());
    CHECK(member(members(world, "mia"), "mia")["email"] == "mia@example.org");
    records::Team team = *world.authority->state().team(TeamWorld::vision);
    team.members_invite = true;
    world.put({team});
    CHECK(member(members(world, "mia"), "max")["email"] == "max@example.org");
}

TEST_CASE("a team is there for its members and instance admins, and for nobody else") {
    TeamWorld world;
    const struct {
        const char* who;
        bool sees;
        bool read_only;
    } rows[] = {{"vera", true, false},  {"mia", true, false},      {"bot", true, false},
                {"fleet", true, false}, {"root", true, true},      {"viola", false, false},
                {"nils", false, false}, {"drummer", false, false}, {"otto", false, false}};
    for (const auto& row : rows) {
        CAPTURE(row.who);
        const json team = world.ask(row.who, team_query, {{"name", "vision"}})["entity"];
        CHECK(team.is_null() != row.sees);
        if (row.sees) CHECK(team["readOnly"] == row.read_only);
    }
}

TEST_CASE("who finds a public project does not learn who is in its team") {
    TeamWorld world;
    const json found =
        world.ask("nils", "query P { project(name: \"paper\", entityName: \"vision\") { access "
                          "readOnly user { username email teams { edges { node { name } } } "
                          "apiKeys { edges { node { name } } } } "
                          "entity { name members { username } } } }")["project"];
    CHECK(found["access"] == "USER_READ");
    CHECK(found["readOnly"] == true);
    CHECK(found["entity"]["name"] == "vision");
    CHECK(found["entity"]["members"].empty());
    CHECK(found["user"]["username"] == "mia");
    CHECK(found["user"]["email"].is_null());
    CHECK(found["user"]["teams"]["edges"].empty());
    CHECK(found["user"]["apiKeys"]["edges"].empty());
}

TEST_CASE("a project says who may see it, by the protocol's names") {
    TeamWorld world;
    const auto access = [&](const char* name) {
        return world.ask("mia",
                         "query P($n: String) { project(name: $n, entityName: \"vision\") { "
                         "access } }",
                         {{"n", name}})["project"]["access"];
    };
    CHECK(access("course") == "USER_WRITE");
    CHECK(access("paper") == "USER_READ");
    CHECK(access("detector") == "PRIVATE");
    CHECK(access("secret") == "RESTRICTED");
}

TEST_CASE("a team that keeps its projects to itself says so, and so does the instance") {
    TeamWorld world;
    const auto private_only = [&] {
        return world.ask("mia", team_query, {{"name", "vision"}})["entity"]["privateOnly"];
    };
    CHECK(private_only() == false);
    records::Team team = *world.authority->state().team(TeamWorld::vision);
    team.private_only = true;
    world.put({team});
    CHECK(private_only() == true);
    team.private_only = false;
    world.put({team});
    world.set([](records::Settings& settings) { settings.private_only = true; });
    CHECK(private_only() == true);
}

TEST_CASE("the viewer names the teams and the entity where runs go") {
    TeamWorld world;
    const std::string query =
        "{ viewer { entity username email accountType teams { edges { node { name } } } } }";
    const auto teams = [](const json& viewer) {
        std::string text;
        for (const json& edge : viewer["teams"]["edges"])
            text += edge["node"]["name"].get<std::string>() + " ";
        return text;
    };
    json viewer = world.ask("mia", query)["viewer"];
    CHECK(viewer["entity"] == "mia");
    CHECK(teams(viewer) == "mia vision ");
    world.put({records::Account{
        .user = world.ids["mia"], .email = "m@x.org", .default_team = TeamWorld::vision}});
    CHECK(world.ask("mia", query)["viewer"]["entity"] == "vision");
    // Its script tells us whose run it is; an address here would stand in the way.
    viewer = world.ask("bot", query)["viewer"];
    CHECK(viewer["email"].is_null());
    CHECK(viewer["entity"] == "vision");
    CHECK(viewer["accountType"] == "SERVICE");
    CHECK(teams(viewer) == "vision ");
    viewer = world.ask("fleet", query)["viewer"];
    CHECK(viewer["entity"] == "audio");
    CHECK(teams(viewer) == "vision audio ");
}

TEST_CASE("people find people by any part of a name, by addresses only instance admins") {
    TeamWorld world;
    const std::string query = "query SearchUsers($query: String) { users(query: $query) { edges { "
                              "node { username email } } } }";
    const auto found = [&](const std::string& key, const char* text) {
        std::string names;
        const json answer = world.graphql(query, {{"query", text}}, key).parsed();
        for (const json& edge : answer["data"]["users"]["edges"])
            names += edge["node"]["username"].get<std::string>() +
                     (edge["node"]["email"].is_null() ? " " : "@ ");
        return names;
    };
    world.add_user("miamia");
    CHECK(found(world.keys_of["nils"], "MIA") == "mia miamia ");
    CHECK(found(world.keys_of["mia"], "mia") == "mia@ miamia ");
    CHECK(found(world.keys_of["nils"], "mia@example") == "");
    CHECK(found(world.keys_of["root"], "mia@example") == "mia@ miamia@ ");
    CHECK(found(world.keys_of["nils"], "bot") == "");
    CHECK(found(world.keys_of["bot"], "mia") == "");
    CHECK(found(world.bound_key("mia", TeamWorld::vision), "m") == "mia@ ");
    // Within the name, the full name, and the address of those whose address may be seen.
    CHECK(found(world.keys_of["nils"], "IOL") == "viola ");
    records::User vera = *world.authority->state().user(world.ids["vera"]);
    vera.full_name = "Vera Maximoff";
    world.put({vera});
    CHECK(found(world.keys_of["nils"], "a MAXI") == "vera ");
    CHECK(found(world.keys_of["nils"], "max") == "max vera ");
    CHECK(found(world.keys_of["mia"], "example.org") == "mia@ ");
    CHECK(found(world.keys_of["root"], "viola@") == "viola@ ");
    CHECK(found(world.keys_of["root"], "IOLA@exam") == "viola@ ");
    // The one who is meant exactly comes first: api.user() takes the first.
    world.put({records::Account{.user = world.ids["vera"], .email = "zoe@lab.org"},
               records::Account{.user = world.ids["max"], .email = "a-zoe@lab.org"}});
    CHECK(found(world.keys_of["root"], "zoe@lab.org") == "vera@ max@ ");
    CHECK(found(world.keys_of["root"], "mia") == "mia@ miamia@ ");
    CHECK(found(world.keys_of["nils"], "zoe") == "");
    CHECK(found(world.keys_of["nils"], std::string(100'000, 'm').c_str()) == "");
    CHECK(found(world.keys_of["nils"], "service") == "");
    CHECK(found(world.keys_of["nils"], "The bot") == "");
}
