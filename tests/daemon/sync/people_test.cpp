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
    void does(sync::Command command) {
        const auto outcome = authority->submit({.asker = {.user = ana.id}}, std::move(command),
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
