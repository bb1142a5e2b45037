// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync/people.h"

#include <doctest/doctest.h>

#include <string>

#include "daemon/storage/artifact_store.h"
#include "tests/support/stores.h"

using namespace ensemble;

namespace {

constexpr Instant now{1'764'662'400'000};
constexpr std::int64_t first = std::int64_t{1} << 33;
constexpr TeamId vision{first}, audio{first + 1};
constexpr InviteId to_vision{first + 2}, to_audio{first + 3}, to_another{first + 4};

// Two teams of Ana's that invited cy@example.org, one of them somebody else too.
struct World : tests::Stores {
    teams::User ana = make_user("ana", now, true);

    World() {
        does(teams::CreateTeam{vision, "vision"});
        does(teams::CreateTeam{audio, "audio"});
        does(teams::InviteMember{.id = to_vision, .team = vision, .email = "cy@example.org"});
        does(teams::InviteMember{.id = to_audio, .team = audio, .email = "Cy@Example.org"});
        does(teams::InviteMember{.id = to_another, .team = audio, .email = "dee@example.org"});
    }
    void does(sync::Command command) { does(std::move(command), ana.id); }
    void does(sync::Command command, UserId who) {
        const auto outcome = authority->submit({.asker = {.user = who}}, std::move(command),
                                               std::to_string(++commands), now);
        REQUIRE(outcome);
        REQUIRE_FALSE(outcome->refused);
    }
    UserId add(const std::string& name, const std::string& email, bool owns_address) {
        return *sync::add_user(
            *authority, {.name = name, .email = email, .owns_address = owns_address}, {}, now);
    }
    int commands = 0;
};

}  // namespace

TEST_CASE("invites to an address belong to whoever is added as its owner") {
    World world;
    const records::State& state = world.authority->state();
    const UserId cy = world.add("cy", "cy@example.org", true);
    for (const auto& [team, id] : {std::pair{vision, to_vision}, std::pair{audio, to_audio}}) {
        CHECK(state.invite(team, id)->user == cy);
        CHECK(state.invite(team, id)->email.empty());
        REQUIRE(state.invitation(cy, id) != nullptr);
        CHECK(state.invitation(cy, id)->expires_at == state.invite(team, id)->expires_at);
    }
    CHECK(state.invitation(cy, to_vision)->team_name == "vision");
    CHECK_FALSE(state.invite(audio, to_another)->user);
    const auto joined = world.authority->submit({.asker = {.user = cy}},
                                                teams::AcceptInvite{vision, to_vision}, "a", now);
    REQUIRE(joined);
    CHECK_FALSE(joined->refused);
    CHECK(state.member(vision, cy) != nullptr);
    CHECK(state.invitation(cy, to_vision) == nullptr);
    CHECK(state.invitation(cy, to_audio) != nullptr);
}

TEST_CASE("whoever only has an address in their profile gets no invites by it") {
    World world;
    const UserId cy = world.add("cy", "cy@example.org", false);
    const UserId nobody = world.add("nobody", "", true);
    for (const UserId user : {cy, nobody}) {
        CHECK(world.authority->state().invitation(user, to_vision) == nullptr);
        CHECK(world.authority->state().invitation(user, to_audio) == nullptr);
    }
}

TEST_CASE("nobody is added with an address that somebody who can act has already") {
    World world;
    const UserId cy = world.add("cy", "cy@example.org", true);
    const auto again = [&](const char* name) {
        return sync::add_user(*world.authority, {.name = name, .email = "CY@example.org"}, {}, now);
    };
    CHECK(again("cy2").error().code == ErrorCode::conflict);
    CHECK(world.authority->state().user_named("cy2") == nullptr);
    REQUIRE(sync::set_active(*world.authority, cy, false, now));
    CHECK(again("cy2"));
    // No address is no address that somebody has.
    CHECK(world.add("dee", "", false) != world.add("eve", "", false));
}

TEST_CASE("nobody takes an address in their profile that somebody else has") {
    World world;
    const UserId cy = world.add("cy", "cy@example.org", true);
    const UserId dee = world.add("dee", "dee@example.com", true);
    int commands = 0;
    const auto edit = [&](UserId who, const char* email) -> std::string {
        users::EditProfile command;
        command.email = email;
        const auto outcome = world.authority->submit({.asker = {.user = who}}, command,
                                                     "edit" + std::to_string(++commands), now);
        if (!outcome) return outcome.error().detail;
        if (!outcome->refused) return world.authority->state().account(who)->email;
        CHECK(outcome->refused->value.empty());  // whose it is, is not told
        return std::string(records::name(outcome->refused->code)) + " " + outcome->refused->field;
    };
    CHECK(edit(dee, "cy@example.org") == "conflict email");
    CHECK(edit(dee, "Cy@Example.ORG") == "conflict email");
    CHECK(edit(dee, "dee@lab.org") == "dee@lab.org");
    CHECK(edit(dee, "DEE@lab.org") == "DEE@lab.org");
    CHECK(edit(cy, "dee@lab.org") == "conflict email");
    CHECK(edit(cy, "dee@example.com") == "dee@example.com");
    CHECK(edit(dee, "") == "");
    CHECK(edit(cy, "") == "");
    // Two who want the same at once: the second one is late.
    users::EditProfile same;
    same.email = "us@lab.org";
    const auto both =
        world.authority->push({{{.asker = {.user = cy}}, {{.id = "x", .command = same}}},
                               {{.asker = {.user = dee}}, {{.id = "y", .command = same}}}},
                              now);
    REQUIRE(both.at(0));
    REQUIRE(both.at(1));
    CHECK_FALSE(both[0]->front().refused);
    CHECK(both[1]->front().refused.value_or(records::Refused{}).field == "email");
    // Who had it before somebody else came by it keeps it, and may edit the rest.
    storage::Decided twice{.at = now, .event = "set_up"};
    twice.changes.put = {records::Account{.user = dee, .email = "us@lab.org"}};
    REQUIRE(world.authority->record(std::move(twice)));
    CHECK(edit(dee, "us@lab.org") == "us@lab.org");
    // The address of who cannot act any more is free.
    REQUIRE(sync::set_active(*world.authority, cy, false, now));
    CHECK(edit(world.ana.id, "us@lab.org") == "conflict email");
    REQUIRE(sync::set_active(*world.authority, dee, false, now));
    CHECK(edit(world.ana.id, "us@lab.org") == "us@lab.org");
}

TEST_CASE("who operates the machine leaves neither the instance nor a team without an admin") {
    World world;  // Ana is admin of everything
    const UserId cy = world.add("cy", "cy@example.org", true);
    const auto refused = [](const Result<void>& done) {
        return !done && done.error().code == ErrorCode::conflict;
    };
    CHECK(refused(sync::set_admin(*world.authority, world.ana.id, false, now)));
    CHECK(refused(sync::set_active(*world.authority, world.ana.id, false, now)));
    REQUIRE(sync::set_admin(*world.authority, cy, true, now));
    CHECK(refused(sync::set_active(*world.authority, world.ana.id, false, now)));
    CHECK(sync::set_admin(*world.authority, world.ana.id, false, now));
    CHECK(refused(sync::set_active(*world.authority, world.ana.id, false, now)));
    for (const TeamId team : {vision, audio})
        world.does(teams::AppointAdmin{team, cy, "she leaves"}, cy);
    CHECK(sync::set_active(*world.authority, world.ana.id, false, now));
    CHECK(refused(sync::set_active(*world.authority, cy, false, now)));
    CHECK(sync::set_active(*world.authority, UserId{77}, false, now).error().code ==
          ErrorCode::not_found);
}
