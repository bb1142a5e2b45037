// SPDX-License-Identifier: Apache-2.0
#include "daemon/auth/password.h"
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;
using nlohmann::json;

namespace {

const http::Headers by_page{{"X-Ensemble-Request", "1"}};

// Ana is an admin of the instance and has a team; somebody is invited by mail.
struct Inviting : World {
    teams::User ana = make_user("ana", now, true);
    std::string cookie = sign_in(ana);
    TeamId team{5'000'000'001};
    InviteId invite{5'000'000'002};

    Inviting() {
        does(teams::CreateTeam{team, "vision"});
        does(teams::InviteMember{.id = invite, .team = team, .email = "cy@example.org"});
    }
    void does(sync::Command command) {
        auto outcome = authority->submit({.asker = {.user = ana.id}}, std::move(command),
                                         sync::fresh_command_id(auth::random_number), now);
        REQUIRE(outcome);
        REQUIRE(!outcome->refused);
    }
    std::string link() {
        const auto response = ask("GET", "/api/teams/vision/invites/5000000002/link", cookie);
        REQUIRE(response.status == 200);
        return json_of(response)["path"].get<std::string>();
    }
    std::string door() { return "/api" + link(); }
    http::Response sign_up(const std::string& path, std::string_view name) {
        const json body{{"name", name}, {"password", "long enough for this"}};
        return ask("POST", path, "", body.dump(), by_page);
    }
};

}  // namespace

TEST_CASE("an invited person looks at the invite, signs up by its link and is a member") {
    Inviting world;
    const json seen = json_of(world.ask("GET", world.door()));
    CHECK(seen["team"] == "vision");
    CHECK(seen["inviter"] == "ana");
    CHECK(seen["email"] == "cy@example.org");
    CHECK(seen["role"] == "member");
    const std::string door = world.door();
    CHECK(world.sign_up(door, "cy").status == 200);
    const auto* cy = world.authority->state().user_named("cy");
    REQUIRE(cy != nullptr);
    CHECK(world.authority->state().member(world.team, cy->id) != nullptr);
    CHECK(world.authority->state().account(cy->id)->default_team == world.team);
    CHECK(world.authority->state().account(cy->id)->email == "cy@example.org");
    // A link works once.
    CHECK(world.ask("GET", door).status == 404);
    CHECK(world.sign_up(door, "dee").status == 404);
    CHECK(world.authority->state().user_named("dee") == nullptr);
}

TEST_CASE("a person who is here already accepts with one request") {
    Inviting world;
    const auto bo = world.add_user("bo");
    CHECK(world.ask("POST", world.door(), world.sign_in(bo), "{}", by_page).status == 204);
    CHECK(world.authority->state().member(world.team, bo.id) != nullptr);
}

TEST_CASE("forged, withdrawn and expired links look alike") {
    Inviting world;
    const std::string door = world.door();
    std::string forged = door;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    const auto answer = world.ask("GET", forged);
    CHECK(answer.status == 404);
    for (const char* garbage : {"/api/join/x", "/api/join/1.2", "/api/join/1.2.3", "/api/join/..",
                                "/api/join/9999999999999999999999.1.x"}) {
        Inviting fresh;  // who guesses too often is held off
        CHECK(fresh.ask("GET", garbage).status == 404);
    }
    Inviting late;
    const std::string old = late.door();
    late.now.ms += 15ll * 24 * 3600 * 1000;
    CHECK(std::get<std::string>(late.ask("GET", old).body) == std::get<std::string>(answer.body));
    Inviting withdrawn;
    const std::string gone = withdrawn.door();
    withdrawn.does(teams::WithdrawInvite{withdrawn.team, withdrawn.invite});
    CHECK(std::get<std::string>(withdrawn.ask("GET", gone).body) ==
          std::get<std::string>(answer.body));
}

TEST_CASE("only who may invite gets the link") {
    Inviting world;
    const auto bo = world.add_user("bo");
    const std::string path = "/api/teams/vision/invites/5000000002/link";
    CHECK(world.ask("GET", path, world.sign_in(bo)).status == 404);
    CHECK(world.ask("GET", path).status == 401);
    CHECK(world.ask("GET", "/api/teams/vision/invites/77/link", world.cookie).status == 404);
}

TEST_CASE("a name that is taken or a short password makes nobody") {
    Inviting world;
    CHECK(world.sign_up(world.door(), "ana").status == 409);
    CHECK(world.sign_up(world.door(), "vision").status == 409);
    CHECK(world.sign_up(world.door(), "settings").status == 400);
    const json body{{"name", "cy"}, {"password", "short"}};
    CHECK(world.ask("POST", world.door(), "", body.dump(), by_page).status == 400);
    CHECK(world.authority->state().user_named("cy") == nullptr);
}

TEST_CASE("who is here already with the address signs in instead of becoming somebody else") {
    Inviting world;
    const auto cy = world.add_user("cy");  // cy@example.org
    const auto refused = world.sign_up(world.door(), "cy2");
    CHECK(refused.status == 409);
    CHECK(json_of(refused)["errors"][0]["message"] ==
          "Somebody with the address cy@example.org is here already. Sign in and open this link "
          "again.");
    CHECK(world.authority->state().user_named("cy2") == nullptr);
    CHECK(world.ask("POST", world.door(), world.sign_in(cy), "{}", by_page).status == 204);
    CHECK(world.authority->state().member(world.team, cy.id) != nullptr);
}

TEST_CASE("who opened old links signs in all the same, and wrong passwords close no link") {
    Inviting world;
    REQUIRE(world.users.set_password_hash(world.ana.id, *auth::hash_password("a long password")));
    const auto sign_in = [&](std::string_view password) {
        const json body{{"name", "ana"}, {"password", password}};
        return world.ask("POST", "/api/session", "", body.dump(), by_page).status;
    };
    const auto later = [&] { world.now = {world.now.ms + 1000}; };
    for (int i = 0; i < 40; ++i) {
        (void)world.ask("GET", "/api/join/1.2.forged");
        later();
    }
    CHECK(world.ask("GET", world.door()).status == 429);
    CHECK(sign_in("a long password") == 200);

    Inviting other;
    const std::string door = other.door();
    for (int i = 0; i < 40; ++i) {
        const json body{{"name", "ana"}, {"password", "wrong"}};
        (void)other.ask("POST", "/api/session", "", body.dump(), by_page);
        other.now = {other.now.ms + 1000};
    }
    CHECK(other.ask("GET", door).status == 200);
}
