// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

struct SignedIn : World {
    teams::User ana = make_user("ana", now);
    std::string laptop = "ensemble_session=" + *accounts->make_session(ana.id, now, "laptop");
    std::string phone = phone_later();

    std::string phone_later() {
        now.ms += 60'000;
        return "ensemble_session=" + *accounts->make_session(ana.id, now, "phone");
    }
    json sessions(const std::string& cookie) {
        return json_of(ask("GET", "/api/sessions", cookie))["sessions"];
    }
};

}  // namespace

TEST_CASE("people see where they are signed in, and which of these is here") {
    SignedIn world;
    world.now.ms += 120'000;
    const json seen = world.sessions(world.laptop);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0]["device"] == "laptop");
    CHECK(seen[0]["current"] == true);
    CHECK(seen[0]["used_at_ms"] == world.now.ms);
    CHECK(seen[1]["device"] == "phone");
    CHECK(seen[1]["current"] == false);
    CHECK(seen.dump().find(world.laptop.substr(17)) == std::string::npos);
}

TEST_CASE("a sign-in is ended from another one, at once") {
    SignedIn world;
    const auto phone = world.sessions(world.laptop)[0]["id"].get<std::string>();
    CHECK(world.ask("DELETE", "/api/sessions/" + phone, world.laptop).status == 204);
    CHECK(world.ask("GET", "/api/session", world.phone).status == 401);
    CHECK(world.ask("GET", "/api/session", world.laptop).status == 200);
    CHECK(world.ask("DELETE", "/api/sessions/" + phone, world.laptop).status == 404);
}

TEST_CASE("all others are ended together, and nobody else's") {
    SignedIn world;
    const auto bo = world.sign_in(world.add_user("bo"));
    CHECK(world.ask("DELETE", "/api/sessions", world.laptop).status == 204);
    CHECK(world.sessions(world.laptop).size() == 1);
    CHECK(world.ask("GET", "/api/session", world.phone).status == 401);
    CHECK(world.ask("GET", "/api/session", bo).status == 200);
    const auto mine = world.sessions(world.laptop)[0]["id"].get<std::string>();
    CHECK(world.ask("DELETE", "/api/sessions/" + mine, bo).status == 404);
}

TEST_CASE("neither a stranger nor a key sees sign-ins") {
    SignedIn world;
    CHECK(world.ask("GET", "/api/sessions").status == 401);
    const auto key = world.accounts->make_key(world.ana.id, "script", world.now);
    REQUIRE(key);
    for (const char* method : {"GET", "DELETE"})
        CHECK(
            world.ask(method, "/api/sessions", "", "", {{"Authorization", "Bearer " + key->secret}})
                .status == 403);
}
