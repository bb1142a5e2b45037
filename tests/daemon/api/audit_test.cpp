// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

// Ana, who runs the instance, and her team vision with a service account; bo is a member of none.
struct Audit : World {
    teams::User ana = make_user("ana", now, true);
    teams::User bo = make_user("bo", now);
    std::string cookie = sign_in(ana);
    TeamId team{5'000'000'001};
    UserId bot{5'000'000'003};

    Audit() {
        does(ana.id, teams::CreateTeam{team, "vision"});
        does(ana.id, teams::CreateServiceAccount{.id = bot, .team = team, .name = "ci-bot"});
    }
    void does(UserId who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
    }
    http::Response get(const std::string& query) {
        return ask("GET", "/api/audit" + query, cookie);
    }
    json entries(const std::string& query) {
        const auto response = get(query);
        REQUIRE(response.status == 200);
        return json_of(response)["entries"];
    }
    std::string text(const std::string& query) {
        const auto response = get(query);
        REQUIRE(response.status == 200);
        return std::get<std::string>(response.body);
    }
    std::string session() {
        const json all = json_of(ask("GET", "/api/sessions", cookie))["sessions"];
        return all.at(0)["id"].get<std::string>();
    }
    int sign_in_with(const std::string& name, const std::string& password) {
        return ask("POST", "/api/session", "", json{{"name", name}, {"password", password}}.dump(),
                   {{"User-Agent", "Firefox"}})
            .status;
    }
};

const std::string bot_keys = "/api/service-accounts/5000000003/keys";

}  // namespace

TEST_CASE("every entry says with which key or sign-in it was done") {
    Audit world;
    CHECK(world.ask("PATCH", "/api/user", world.cookie, R"({"theme":"dark"})").status == 200);
    const json made = json_of(world.ask("POST", "/api/keys", world.cookie, R"({"name":"laptop"})"));
    CHECK(world.entries("?name=edit_profile")[0]["device"] == "session " + world.session());
    CHECK(world.entries("?name=key_made")[0]["device"] == "session " + world.session());
    const auto by_key =
        world.ask("POST", "/api/commands", "", R"({"do":"set_lease","hours":24})",
                  {{"Authorization", "Bearer " + made["secret"].get<std::string>()}});
    CHECK(by_key.status == 200);
    CHECK(world.entries("?name=set_lease")[0]["device"] ==
          "key laptop (" + made["key"]["prefix"].get<std::string>() + "…)");
}

TEST_CASE("a rule is told where one decided, of entries and refusals") {
    Audit world;
    world.does(world.bo.id, users::EditProfile{.theme = "dark"});
    world.does(world.bo.id, users::SetLease{24});
    world.does(world.ana.id, teams::CreateTeam{{5'000'000'009}, "vision"});
    CHECK(world.entries("?name=create_team")[0]["rule"] == "instance_admin");
    CHECK(world.entries("?name=edit_profile")[0]["rule"] == "");
    CHECK(world.entries("?name=user_added")[0]["rule"] == "");
    const json taken = world.entries("?refusals=1&name=create_team")[0];
    CHECK(taken["rule"] == "");
    CHECK(taken["refused"]["rule"] == "");
    CHECK(taken["refused"]["code"] == "conflict");
    const json forbidden = world.entries("?refusals=1&name=set_lease")[0];
    CHECK(forbidden["rule"] == "needs_instance_admin");
    CHECK(forbidden["refused"]["rule"] == "needs_instance_admin");
    // As earlier versions wrote it.
    REQUIRE(world.database->execute(
        "UPDATE refusal_log SET rule = 1, refused = replace(refused, '\"rule\":\"\"', "
        "'\"rule\":\"not_signed_in\"')"));
    CHECK(world.entries("?refusals=1&name=create_team")[0] == taken);
    CHECK(world.entries("?refusals=1&name=set_lease")[0] == forbidden);
}

TEST_CASE("sign-ins, sign-outs and changes of the password are written down") {
    Audit world;
    CHECK(world.ask("PUT", "/api/user/password", world.cookie, R"({"password":"long enough"})")
              .status == 204);
    CHECK(world.entries("?name=password_changed")[0]["actor"] == "ana");
    CHECK(world.sign_in_with("ana", "long enough") == 200);
    const json entry = world.entries("?name=signed_in")[0];
    CHECK(entry["actor"] == "ana");
    CHECK(entry["after"][0]["way"] == "password");
    CHECK(entry["after"][0]["browser"] == "Firefox");
    CHECK(entry["after"][0]["address"] == "192.0.2.1");
    const auto id = entry["after"][0]["id"].get<std::string>();
    CHECK(entry["device"] == "session " + id);
    CHECK(world.ask("DELETE", "/api/sessions/" + id, world.cookie).status == 204);
    CHECK(world.entries("?name=session_ended")[0]["detail"] == id);
    const std::string token = *world.accounts->make_link(world.bo.id, world.now);
    CHECK(world.ask("POST", "/api/session", "", json{{"token", token}}.dump()).status == 200);
    CHECK(world.entries("?name=signed_in&actor=bo")[0]["after"][0]["way"] == "link");
    CHECK(world.ask("DELETE", "/api/session", world.sign_in(world.bo)).status == 204);
    CHECK(world.entries("?name=signed_out")[0]["actor"] == "bo");
}

TEST_CASE("a sign-in that fails is among the refusals, without what was typed") {
    Audit world;
    CHECK(world.sign_in_with("bo", "a wrong password") == 401);
    CHECK(world.sign_in_with("hunter2", "a wrong password") == 401);
    CHECK(world.ask("POST", "/api/session", "", R"({"token":"forged"})").status == 401);
    const json failed = world.entries("?refusals=1&name=signed_in");
    REQUIRE(failed.size() == 3);
    CHECK(failed[0]["refused"]["field"] == "link");
    CHECK(failed[1]["actor"] == "");
    CHECK(failed[1]["refused"]["field"] == "password");
    CHECK(failed[2]["actor"] == "bo");
    CHECK(failed[2]["detail"] == "192.0.2.1");
    CHECK(failed[2]["rule"] == "");
    CHECK(failed.dump().find("hunter2") == std::string::npos);
    CHECK(world.entries("?name=signed_in").empty());
}

TEST_CASE("a team's audit has the keys of its service accounts, with their bounds and ends") {
    Audit world;
    const json made = json_of(world.ask("POST", bot_keys, world.cookie,
                                        R"({"name":"ci","read_only":true,"team":5000000001,)"
                                        R"("expires_in_days":1})"));
    const std::string path = bot_keys + "/" + made["key"]["id"].dump();
    CHECK(world.ask("POST", path + "/rotate", world.cookie, R"({"overlap_hours":1})").status ==
          201);
    CHECK(world.ask("DELETE", path, world.cookie).status == 204);
    CHECK(world.ask("POST", "/api/keys", world.cookie, R"({"name":"my own"})").status == 201);
    const json team = world.entries("?team=vision&limit=3");
    CHECK(team[0]["name"] == "key_revoked");
    CHECK(team[1]["name"] == "key_rotated");
    CHECK(team[2]["name"] == "key_made");
    CHECK(team[2]["rule"] == "team_role");
    CHECK(team[2]["actor"] == "ana");
    CHECK(team[2]["on_behalf_of"] == "ci-bot");
    const std::int64_t day_ms = 24ll * 3600 * 1000;
    const json key = team[2]["after"][0];
    CHECK(key["read_only"] == true);
    CHECK(key["only_team"] == "vision");
    CHECK(key["expires_at_ms"] == world.now.ms + day_ms);
    CHECK(team[1]["before"] == json{key});
    CHECK(team[1]["after"][0]["id"] == key["id"]);
    CHECK(team[1]["after"][0]["expires_at_ms"] == world.now.ms + 3'600'000);
    CHECK(team[1]["after"][1]["expires_at_ms"] == world.now.ms + day_ms);
    CHECK(team[0]["after"] == json::array());
    CHECK(world.entries("?name=key_made")[0]["rule"] == "");
}

TEST_CASE("an answer that a limit cut says where to go on, in every format") {
    Audit world;
    const auto next = [](const http::Response& response) {
        return std::string(http::find_header(response.headers, "X-Ensemble-Next"));
    };
    const std::size_t all = world.entries("").size();
    const auto first = world.get("?limit=1");
    const json body = json_of(first);
    CHECK(body["entries"].size() == 1);
    CHECK(next(first) == body["next"].dump());
    CHECK(next(world.get("?limit=1&format=csv")) == next(first));
    CHECK(next(world.get("?limit=1&format=ndjson")) == next(first));
    CHECK(world.entries("?before=" + next(first)).size() == all - 1);
    // As many as there are is not cut.
    const auto whole = world.get("?format=json&limit=" + std::to_string(all));
    CHECK(json_of(whole)["next"].is_null());
    CHECK(next(whole).empty());
}

TEST_CASE("what makes no sense is refused and not passed over") {
    Audit world;
    for (const char* wrong : {"?format=xml", "?from_ms=abc", "?to_ms=1x", "?before=-1",
                              "?limit=1.5", "?refusals=yes", "?from_ms=99999999999999999999"})
        CHECK_MESSAGE(world.get(wrong).status == 400, wrong);
    CHECK(world.entries("?from_ms=0&refusals=0").size() == world.entries("").size());
}

TEST_CASE("times stand as dates too, and no cell is a formula") {
    Audit world;
    CHECK(world.entries("")[0]["at"] == "2023-11-14T22:13:20.000Z");
    CHECK(world.entries("")[0]["at_ms"] == world.now.ms);
    const std::string csv = world.text("?format=csv&limit=1");
    CHECK(csv.starts_with("number,at_ms,actor,on_behalf_of,device,name,detail,rule,command,"
                          "refused,before,after,at\r\n"));
    CHECK(csv.ends_with("\"2023-11-14T22:13:20.000Z\"\r\n"));
    for (const std::string sign : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
        storage::Decided event{.at = world.now};
        event.event = "set_up";
        event.detail = sign + "1+1";
        REQUIRE(world.authority->record(std::move(event)));
        CHECK(world.text("?format=csv&limit=1").find("\"'" + sign + "1+1\"") != std::string::npos);
    }
}
