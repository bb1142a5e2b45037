// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/password.h"
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

TEST_CASE("a link signs in once, and the cookie is for the browser alone") {
    World world;
    const auto ana = world.add_user("ana");
    const std::string token = *world.accounts->make_link(ana.id, world.now);
    const std::string body = json{{"token", token}}.dump();
    const auto first = world.ask("POST", "/api/session", "", body);
    REQUIRE(first.status == 200);
    CHECK(json_of(first)["user"]["id"] == ana.id.value);
    CHECK(json_of(first)["user"]["name"] == "ana");
    CHECK(json_of(first)["user"]["has_password"] == false);
    const std::string cookie(http::find_header(first.headers, "Set-Cookie"));
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(cookie.find("SameSite=Lax") != std::string::npos);
    CHECK(world.ask("GET", "/api/session", cookie.substr(0, cookie.find(';'))).status == 200);
    CHECK(world.ask("POST", "/api/session", "", body).status == 401);
}

TEST_CASE("a password signs in, a wrong one does not, and an unknown name looks the same") {
    World world;
    const auto ana = world.add_user("ana");
    const std::string cookie = world.sign_in(ana);
    const std::string elsewhere = world.sign_in(ana);
    CHECK(world.ask("PUT", "/api/user/password", cookie, R"({"password":"too short"})").status ==
          400);
    CHECK(world.ask("PUT", "/api/user/password", cookie, R"({"password":"long enough"})").status ==
          204);
    // Whoever was signed in as ana somewhere else is out.
    CHECK(world.ask("GET", "/api/keys", cookie).status == 200);
    CHECK(world.ask("GET", "/api/keys", elsewhere).status == 401);
    const auto sign_in = [&](std::string name, std::string password) {
        return world.ask("POST", "/api/session", "",
                         json{{"name", name}, {"password", password}}.dump());
    };
    CHECK(sign_in("ana", "long enough").status == 200);
    const auto wrong = sign_in("ana", "long enougH");
    const auto unknown = sign_in("bo", "long enough");
    CHECK(wrong.status == 401);
    CHECK(unknown.status == 401);
    CHECK(json_of(wrong) == json_of(unknown));
    CHECK(world.ask("PUT", "/api/user/password", cookie, R"({"password":"another one"})").status ==
          403);
    CHECK(world
              .ask("PUT", "/api/user/password", cookie,
                   R"({"current":"long enough","password":"another one"})")
              .status == 204);
    CHECK(sign_in("ana", "another one").status == 200);
}

TEST_CASE("guessing is slowed down") {
    World world;
    world.add_user("ana");
    int refused = 0;
    for (int i = 0; i < 20; ++i) {
        const auto answer = world.ask("POST", "/api/session", "",
                                      R"({"name":"ana","password":"a wrong password"})");
        if (answer.status != 429) continue;
        ++refused;
        CHECK_FALSE(http::find_header(answer.headers, "Retry-After").empty());
    }
    CHECK(refused >= 10);
}

TEST_CASE("a change without the page's header is refused, a key needs none") {
    World world;
    const auto ana = world.add_user("ana");
    http::Request request;
    request.method = "PATCH";
    request.headers = {{"Cookie", world.sign_in(ana)}};
    request.body = R"({"full_name":"x"})";
    const auto match = world.router.find("PATCH", "/api/user");
    int status = 0;
    match.route->handler(http::Request(request),
                         [&](http::Response&& response) { status = response.status; });
    CHECK(status == 403);
    const auto made = world.accounts->make_key(ana.id, "k", world.now);
    request.headers = {{"Authorization", "Bearer " + made->secret}};
    match.route->handler(std::move(request),
                         [&](http::Response&& response) { status = response.status; });
    CHECK(status == 200);
}

TEST_CASE("signing out ends the session") {
    World world;
    const auto ana = world.add_user("ana");
    const std::string cookie = world.sign_in(ana);
    CHECK(world.ask("DELETE", "/api/session", cookie).status == 204);
    CHECK(world.ask("GET", "/api/session", cookie).status == 401);
}

TEST_CASE("keys are shown once, listed without their secret and revoked at once") {
    World world;
    const auto ana = world.add_user("ana");
    const auto bo = world.add_user("bo");
    const std::string cookie = world.sign_in(ana);
    CHECK(world.ask("POST", "/api/keys", cookie, R"({"name":""})").status == 400);
    const auto made = json_of(world.ask("POST", "/api/keys", cookie, R"({"name":"laptop"})"));
    const std::string secret = made["secret"];
    CHECK(secret.size() >= 40);
    const auto listed = json_of(world.ask("GET", "/api/keys", cookie));
    REQUIRE(listed["keys"].size() == 1);
    CHECK(listed["keys"][0]["name"] == "laptop");
    CHECK(listed.dump().find(secret) == std::string::npos);
    const std::string address =
        "/api/keys/" + std::to_string(made["key"]["id"].get<std::int64_t>());
    CHECK(world.ask("DELETE", address, world.sign_in(bo)).status == 404);
    CHECK(
        world.ask("GET", "/api/session", "", "", {{"Authorization", "Bearer " + secret}}).status ==
        200);
    CHECK(world.ask("DELETE", address, cookie).status == 204);
    CHECK(
        world.ask("GET", "/api/session", "", "", {{"Authorization", "Bearer " + secret}}).status ==
        401);
}

TEST_CASE("settings are kept, and only known languages and themes") {
    World world;
    const auto ana = world.add_user("ana");
    const std::string cookie = world.sign_in(ana);
    const auto changed =
        json_of(world.ask("PATCH", "/api/user", cookie,
                          R"({"full_name":"Ana","language":"ko","theme":"dark","email":"a@b.c"})"));
    CHECK(changed["language"] == "ko");
    CHECK(json_of(world.ask("GET", "/api/session", cookie))["user"]["theme"] == "dark");
    for (const char* wrong : {R"({"language":"xx"})", R"({"theme":"pink"})", R"({"email":1})",
                              R"([])", "", "{", "\xff"})
        CHECK(world.ask("PATCH", "/api/user", cookie, wrong).status == 400);
    const std::string deep(100'000, '[');
    CHECK(world.ask("PATCH", "/api/user", cookie, deep).status == 400);
}
