// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <map>
#include <set>

#include "tests/daemon/api/world.h"

// Every kind of key at every route that is about keys, and at what stands beside them.
using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;
using permissions::Role;

namespace {

// Ana steers the team and the instance; Vi only looks; the bots are service accounts.
struct House : World {
    teams::User ana = make_user("ana", now, true);
    teams::User vi = make_user("vi", now);
    TeamId team{5'000'000'001};
    ProjectId project{5'000'000'002};
    UserId bot{5'000'000'003};
    UserId fleet{5'000'000'004};
    std::string by_ana = sign_in(ana);
    std::string by_vi = sign_in(vi);
    std::int64_t target = 0;      // a key of Ana's without bounds
    std::int64_t target_bot = 0;  // the same of the bot
    std::map<std::string, std::string> secrets;

    House() {
        does(ana.id, teams::CreateTeam{team, "vision"});
        does(ana.id, projects::CreateProject{project, team, "digits"});
        does(ana.id, teams::CreateServiceAccount{.id = bot, .team = team, .name = "ci-bot"});
        does(ana.id, teams::CreateServiceAccount{.id = fleet, .name = "fleet", .home = team});
        does(ana.id, teams::InviteMember{.id = {5'000'000'009},
                                         .team = team,
                                         .user = vi.id,
                                         .role = {Role::view_only, {}}});
        does(vi.id, teams::AcceptInvite{team, {5'000'000'009}});
        does(ana.id,
             teams::InviteMember{.id = {5'000'000'020}, .team = team, .email = "x@example.org"});
        target = make({.user = ana.id, .name = "target"}).key.id.value;
        target_bot = make({.user = bot, .name = "target"}).key.id.value;
        add("full", {.user = ana.id});
        add("read-only", {.user = ana.id, .read_only = true});
        add("of a team", {.user = ana.id, .team = team});
        add("of a project", {.user = ana.id, .team = team, .project = project});
        add("that ends", {.user = ana.id, .expires_at = Instant{now.ms + 1'000'000}});
        add("reading a team", {.user = ana.id, .team = team, .read_only = true});
        add("of a bot", {.user = bot});
        add("of the fleet", {.user = fleet});
        add("of somebody view-only", {.user = vi.id});
    }
    void does(UserId who, sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE(!outcome->refused);
    }
    auth::Accounts::NewKey make(const storage::ApiKey& wanted) {
        auto made = accounts->make_key(wanted, now);
        REQUIRE(made);
        return std::move(*made);
    }
    void add(const std::string& kind, storage::ApiKey wanted) {
        wanted.name = kind;
        secrets[kind] = make(wanted).secret;
    }
    http::Response with(const std::string& kind, const std::string& method, const std::string& path,
                        std::string body = "") {
        return ask(method, path, "", std::move(body),
                   {{"Authorization", "Bearer " + secrets.at(kind)}});
    }
    std::string of(const std::string& pattern) const {
        std::string path = pattern;
        const auto put = [&](const std::string& name, std::int64_t id) {
            const auto at = path.find(name);
            if (at != std::string::npos) path.replace(at, name.size(), std::to_string(id));
        };
        put("{key}", path.starts_with("/api/service") ? target_bot : target);
        put("{account}", bot.value);
        return path;
    }
    std::size_t count(UserId user) { return keys.list(user)->size(); }
    std::vector<std::size_t> counts() { return {count(ana.id), count(vi.id), count(bot)}; }
};

struct Knock {
    std::string method;
    std::string pattern;
    std::string body = "";
};

const std::vector<Knock>& routes() {
    static const std::string of_bot = "/api/service-accounts/{account}/keys";
    static const std::vector<Knock> all{
        {"POST", "/api/keys", R"({"name":"x"})"},
        {"DELETE", "/api/keys/{key}"},
        {"POST", "/api/keys/{key}/rotate", R"({"overlap_hours":5})"},
        {"GET", of_bot},
        {"POST", of_bot, R"({"name":"x"})"},
        {"DELETE", of_bot + "/{key}"},
        {"POST", of_bot + "/{key}/rotate", "{}"},
    };
    return all;
}

bool good(int status) {
    return status < 300;
}

const std::vector<std::string> bounded{"read-only", "of a team", "of a project", "that ends",
                                       "reading a team"};

}  // namespace

TEST_CASE("every route about keys is walked here") {
    World world;
    std::set<std::string> walked{"GET /api/keys"};
    for (const Knock& knock : routes())
        walked.insert(knock.method + " " + knock.pattern);
    for (const http::Route& route : world.router.routes()) {
        if (route.pattern.find("/keys") == std::string::npos) continue;
        CAPTURE(route.pattern);
        CHECK(walked.contains(route.method + " " + route.pattern));
    }
}

TEST_CASE("a key with bounds neither makes nor changes keys, its own or those of others") {
    for (const std::string& kind : bounded) {
        House house;
        const auto before = house.counts();
        for (const Knock& knock : routes()) {
            CAPTURE(kind);
            CAPTURE(knock.method);
            CAPTURE(knock.pattern);
            const auto answer = house.with(kind, knock.method, house.of(knock.pattern), knock.body);
            CHECK(answer.status == 403);
            CHECK(json_of(answer).dump().find("secret") == std::string::npos);
        }
        const json itself = json_of(house.with(kind, "GET", "/api/keys"))["keys"];
        REQUIRE(itself.size() == 1);
        CHECK(itself[0]["name"] == kind);
        const std::string own = "/api/keys/" + itself[0]["id"].dump();
        CHECK(house.with(kind, "POST", own + "/rotate", "{}").status == 403);
        CHECK(house.with(kind, "DELETE", own).status == 403);
        CHECK(house.counts() == before);
        CHECK_FALSE((*house.keys.find(ApiKeyId{house.target}))->expires_at);
    }
}

TEST_CASE("a key without bounds does with keys what its owner may") {
    for (const Knock& knock : routes()) {
        House house;
        CAPTURE(knock.method);
        CAPTURE(knock.pattern);
        const std::string path = house.of(knock.pattern);
        CHECK(good(house.with("full", knock.method, path, knock.body).status));
    }
    House house;
    CHECK(json_of(house.with("full", "GET", "/api/keys"))["keys"].size() ==
          house.count(house.ana.id));
}

TEST_CASE("service accounts neither make, replace nor give up keys; who steers them does") {
    for (const char* kind : {"of a bot", "of the fleet"}) {
        House house;
        const auto before = house.counts();
        const json own = json_of(house.with(kind, "GET", "/api/keys"))["keys"];
        CHECK(own.size() > 0);
        const std::string one = "/api/keys/" + own[0]["id"].dump();
        CHECK(house.with(kind, "POST", "/api/keys", R"({"name":"x"})").status == 403);
        CHECK(house.with(kind, "POST", one + "/rotate", "{}").status == 403);
        CHECK(house.with(kind, "DELETE", one).status == 403);
        for (const Knock& knock : routes())
            CHECK_FALSE(
                good(house.with(kind, knock.method, house.of(knock.pattern), knock.body).status));
        CHECK(house.counts() == before);
    }
}

TEST_CASE("who is view-only replaces no key, and gives up their own when signed in") {
    House house;
    const json own = json_of(house.ask("GET", "/api/keys", house.by_vi))["keys"];
    REQUIRE(own.size() == 1);
    const std::string one = "/api/keys/" + own[0]["id"].dump();
    CHECK(house.ask("POST", one + "/rotate", house.by_vi, "{}").status == 403);
    CHECK(house.with("of somebody view-only", "POST", one + "/rotate", "{}").status == 403);
    CHECK(house.ask("DELETE", house.of("/api/keys/{key}"), house.by_vi).status == 404);
    CHECK(house.ask("DELETE", one, house.by_vi).status == 204);
    CHECK(house.with("of somebody view-only", "GET", "/api/session").status == 401);
}

TEST_CASE("keys switched off, none is replaced, and those that are there are given up") {
    House house;
    house.does(house.ana.id, users::ChangeSetting{users::Setting::keys_allowed, false});
    const std::string one = house.of("/api/keys/{key}");
    CHECK(house.ask("POST", one + "/rotate", house.by_ana, "{}").status == 403);
    CHECK(house.ask("DELETE", one, house.by_ana).status == 204);
}

TEST_CASE("what stands beside the keys is not opened by a key with bounds either") {
    House house;
    const std::string link = "/api/teams/vision/invites/5000000020/link";
    const std::string password = R"({"current":"","password":"a long password"})";
    std::vector<std::string> kinds = bounded;
    kinds.push_back("full");
    for (const std::string& kind : kinds) {
        CAPTURE(kind);
        CHECK(house.with(kind, "PUT", "/api/user/password", password).status == 403);
        CHECK(house.with(kind, "GET", "/api/sessions").status == 403);
        CHECK(house.with(kind, "DELETE", "/api/sessions").status == 403);
    }
    const std::string png = "\x89PNG\r\n\x1a\nrest";
    for (const char* kind : {"read-only", "reading a team", "of a project"}) {
        CAPTURE(kind);
        CHECK(house.with(kind, "GET", link).status == 404);
        CHECK_FALSE(good(house.with(kind, "PUT", "/api/teams/vision/avatar", png).status));
        CHECK(house.with(kind, "PATCH", "/api/user", R"({"theme":"dark"})").status == 403);
    }
    // What is the team's is open to a key of the team, what is the person's is not.
    CHECK(house.with("of a team", "GET", link).status == 200);
    CHECK(house.with("of a team", "PATCH", "/api/user", R"({"theme":"dark"})").status == 403);
}

TEST_CASE("a key for one team names no other team on the home page") {
    House house;
    house.does(house.ana.id, teams::CreateTeam{{5'000'000'030}, "audio"});
    const auto teams = [&](const std::string& kind) {
        return json_of(house.with(kind, "GET", "/api/home"))["teams"];
    };
    CHECK(teams("full").size() == 3);
    CHECK(teams("of a team") == json({"vision"}));
    CHECK(teams("of a project") == json({"vision"}));
}

TEST_CASE("a field that is misspelt or of the wrong kind makes no key") {
    House house;
    const struct {
        const char* field;
        const char* body;
    } rows[] = {
        {"read_only", R"({"name":"x","read_only":"yes"})"},
        {"read_only", R"({"name":"x","read_only":1})"},
        {"read_only", R"({"name":"x","read_only":null})"},
        {"readonly", R"({"name":"x","readonly":true})"},
        {"Team", R"({"name":"x","Team":7})"},
        {"team", R"({"name":"x","team":"vision"})"},
        {"team", R"({"name":"x","team":0})"},
        {"team", R"({"name":"x","team":null})"},
        {"project", R"({"name":"x","project":-4})"},
        {"project", R"({"name":"x","project":1.5})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":0})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":-1})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":null})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":3651})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":18446744073709551615})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":1e3})"},
        {"expires_in_days", R"({"name":"x","expires_in_days":true})"},
        {"name", R"({"name":7})"},
        {"name", R"({"name":null})"},
        {"name", R"({"name":"a\nb"})"},
        {"name", R"({"name":"a\u0000b"})"},
        {"name", R"({"name":"a\u001bb"})"},
    };
    const auto before = house.counts();
    for (const char* path : {"/api/keys", "/api/service-accounts/5000000003/keys"}) {
        for (const auto& row : rows) {
            CAPTURE(row.body);
            const auto answer = house.ask("POST", path, house.by_ana, row.body);
            CHECK(answer.status == 400);
            CHECK(json_of(answer).dump().find(row.field) != std::string::npos);
        }
    }
    for (const char* body :
         {R"({"overlap_hours":"5"})", R"({"overlap_hours":-1})", R"({"overlap_hours":721})",
          R"({"overlap_hours":null})", R"({"overlap":5})", R"([5])"})
        for (const char* path : {"/api/keys/{key}", "/api/service-accounts/{account}/keys/{key}"}) {
            CAPTURE(body);
            const auto answer = house.ask("POST", house.of(path) + "/rotate", house.by_ana, body);
            CHECK(answer.status == 400);
        }
    CHECK(house.counts() == before);
}

TEST_CASE("bounds that are understood are those of the key") {
    House house;
    const json wish{{"name", "ci"},
                    {"read_only", true},
                    {"team", house.team.value},
                    {"project", house.project.value},
                    {"expires_in_days", 3650}};
    const auto made = house.ask("POST", "/api/keys", house.by_ana, wish.dump());
    REQUIRE(made.status == 201);
    const json key = json_of(made)["key"];
    CHECK(key["read_only"] == true);
    CHECK(key["team"] == house.team.value);
    CHECK(key["project"] == house.project.value);
    CHECK(key["expires_at_ms"] == house.now.ms + 3650ll * 24 * 3600 * 1000);
    const json elsewhere{
        {"name", "ci"}, {"team", house.ana.personal_team.value}, {"project", house.project.value}};
    CHECK(house.ask("POST", "/api/keys", house.by_ana, elsewhere.dump()).status == 404);
}
