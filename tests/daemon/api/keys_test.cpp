// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

const http::Headers by_page{{"X-Ensemble-Request", "1"}};

struct Keys : World {
    teams::User ana = make_user("ana", now, true);
    std::string cookie = sign_in(ana);
    TeamId team{5'000'000'001};
    UserId bot{5'000'000'003};

    Keys() {
        does(ana.id, teams::CreateTeam{team, "vision"});
        does(ana.id, teams::CreateServiceAccount{.id = bot, .team = team, .name = "ci-bot"});
    }
    void does(UserId who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE(!outcome->refused);
    }
    json make(const std::string& path, const json& body) {
        const auto response = ask("POST", path, cookie, body.dump(), by_page);
        REQUIRE(response.status == 201);
        return json_of(response);
    }
    int status_with(const std::string& secret) {
        return ask("GET", "/api/session", "", "", {{"Authorization", "Bearer " + secret}}).status;
    }
};

const std::string bot_keys = "/api/service-accounts/5000000003/keys";

}  // namespace

TEST_CASE("a service account's key is made, listed, rotated with an overlap and revoked") {
    Keys world;
    const json made = world.make(bot_keys, {{"name", "ci"}, {"expires_in_days", 90}});
    const auto secret = made["secret"].get<std::string>();
    CHECK(made["key"]["expires_at_ms"] == world.now.ms + 90ll * 24 * 3600 * 1000);
    CHECK(world.status_with(secret) == 200);
    const std::string one = bot_keys + "/" + made["key"]["id"].dump();
    const json rotated = world.make(one + "/rotate", {{"overlap_hours", 24}});
    CHECK(world.status_with(secret) == 200);
    CHECK(world.status_with(rotated["secret"].get<std::string>()) == 200);
    const json list = json_of(world.ask("GET", bot_keys, world.cookie));
    CHECK(list["keys"].size() == 2);
    CHECK(world.ask("DELETE", one, world.cookie, "", by_page).status == 204);
    CHECK(world.status_with(secret) == 401);
    const json audit = json_of(world.ask("GET", "/api/audit", world.cookie));
    CHECK(audit["entries"][0]["name"] == "key_revoked");
    CHECK(audit["entries"][1]["name"] == "key_rotated");
}

TEST_CASE("who does not steer the account does not learn that it is there") {
    Keys world;
    const auto bo = world.add_user("bo");
    const std::string cookie = world.sign_in(bo);
    const auto hidden = world.ask("GET", bot_keys, cookie);
    const auto missing = world.ask("GET", "/api/service-accounts/77/keys", cookie);
    CHECK(hidden.status == 404);
    CHECK(std::get<std::string>(hidden.body) == std::get<std::string>(missing.body));
    CHECK(world.ask("POST", bot_keys, cookie, R"({"name":"x"})", by_page).status == 404);
}

TEST_CASE("a person who is only view-only gets no key") {
    Keys world;
    const auto bo = world.add_user("bo");
    world.does(world.ana.id, teams::InviteMember{.id = {5'000'000'009},
                                                 .team = world.team,
                                                 .user = bo.id,
                                                 .role = {permissions::Role::view_only, {}}});
    const std::string cookie = world.sign_in(bo);
    CHECK(world.ask("POST", "/api/keys", cookie, R"({"name":"x"})", by_page).status == 201);
    world.does(bo.id, teams::AcceptInvite{world.team, {5'000'000'009}});
    CHECK(world.ask("POST", "/api/keys", cookie, R"({"name":"x"})", by_page).status == 403);
}

TEST_CASE("a key is asked for with bounds that make sense") {
    Keys world;
    for (const char* wrong :
         {R"({})", R"({"name":"x","expires_in_days":-1})", R"({"name":"x","expires_in_days":"1"})",
          R"({"name":"x","expires_in_days":99999})"})
        CHECK(world.ask("POST", "/api/keys", world.cookie, wrong, by_page).status == 400);
    CHECK(
        world.ask("POST", "/api/keys", world.cookie, R"({"name":"x","team":77})", by_page).status ==
        404);
    CHECK(world.ask("POST", "/api/keys", world.cookie, R"({"name":"x","project":77})", by_page)
              .status == 404);
}

TEST_CASE("the audit is read by those who may, and exported") {
    Keys world;
    const auto bo = world.add_user("bo");
    CHECK(world.ask("GET", "/api/audit", world.sign_in(bo)).status == 404);
    CHECK(world.ask("GET", "/api/audit?team=vision", world.sign_in(bo)).status == 404);
    const json team = json_of(world.ask("GET", "/api/audit?team=vision", world.cookie));
    CHECK(team["entries"].size() == 2);
    CHECK(team["entries"][0]["name"] == "create_service_account");
    CHECK(team["entries"][0]["actor"] == "ana");
    const auto csv = world.ask("GET", "/api/audit?format=csv", world.cookie);
    CHECK(std::get<std::string>(csv.body).find("create_team") != std::string::npos);
    const auto lines = world.ask("GET", "/api/audit?format=ndjson&name=create_team", world.cookie);
    CHECK(json::parse(std::get<std::string>(lines.body))["command"]["name"] == "vision");
}
