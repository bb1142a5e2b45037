// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "tests/daemon/api/world.h"

using namespace ensemble;
using namespace ensemble::testing;

namespace {

const std::string png = "\x89PNG\r\n\x1a\nthe rest";

struct Pictures : World {
    teams::User ana = make_user("ana", now, true);
    std::string cookie = sign_in(ana);

    Pictures() {
        auto made = authority->submit({.asker = {.user = ana.id}},
                                      teams::CreateTeam{{5'000'000'001}, "vision"},
                                      sync::fresh_command_id(auth::random_number), now);
        REQUIRE(made);
    }
};

}  // namespace

TEST_CASE("a team's picture is set, told to everybody and served to who sees the team") {
    Pictures world;
    const auto set = world.ask("PUT", "/api/teams/vision/avatar", world.cookie, png);
    REQUIRE(set.status == 200);
    const auto digest = json_of(set)["avatar"].get<std::string>();
    CHECK(world.authority->state().team({5'000'000'001})->avatar == digest);
    const auto got = world.ask("GET", "/api/avatars/" + digest, world.cookie);
    CHECK(got.status == 200);
    CHECK(std::get<std::string>(got.body) == png);
    const auto bo = world.add_user("bo");
    // As long as the team is not hidden, it shows it to whoever is signed in.
    CHECK(world.ask("GET", "/api/avatars/" + digest, world.sign_in(bo)).status == 200);
    CHECK(world.ask("GET", "/api/avatars/" + digest, "").status == 401);
    REQUIRE(world.authority->submit(
        {.asker = {.user = world.ana.id}},
        teams::SetTeamSwitch{{5'000'000'001}, teams::TeamSwitch::hidden, true},
        sync::fresh_command_id(auth::random_number), world.now));
    CHECK(world.ask("GET", "/api/avatars/" + digest, world.sign_in(bo)).status == 404);
    CHECK(*world.files.refers_to(digest));
}

TEST_CASE("what is no picture is refused") {
    Pictures world;
    for (const char* wrong : {"", "<svg onload='x'/>", "RIFFxxxxWAVE", "hello"})
        CHECK(world.ask("PUT", "/api/teams/vision/avatar", world.cookie, wrong).status == 400);
}

TEST_CASE("content that is nobody's picture is not served") {
    Pictures world;
    auto writer = *world.blobs->start();
    REQUIRE(writer->write("secret weights"));
    const auto blob = *writer->finish();
    CHECK(world.ask("GET", "/api/avatars/" + blob.digest, world.cookie).status == 404);
}

TEST_CASE("a badge is fetched here, for people who are signed in") {
    Pictures world;
    const std::string path = "/api/badge?url=https%3A%2F%2Fimg.shields.io%2Fx.svg";
    CHECK(world.ask("GET", path).status == 401);
    const auto got = world.ask("GET", path, world.cookie);
    CHECK(got.status == 200);
    CHECK(world.fetched == std::vector<std::string>{"https://img.shields.io/x.svg"});
    bool sandboxed = false;
    for (const auto& [name, value] : got.headers)
        if (name == "Content-Security-Policy") sandboxed = value.find("sandbox") != value.npos;
    CHECK(sandboxed);
    CHECK(world.ask("GET", "/api/badge", world.cookie).status == 400);
}
