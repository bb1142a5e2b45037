// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <array>
#include <cstdint>

#include "daemon/sync/whereabouts.h"

using namespace ensemble;
using records::Role;
using records::Visibility;

namespace {

constexpr std::int64_t people = 6, teams_made = 5, projects_made = 8;

class Dice {
public:
    std::int64_t below(std::int64_t end) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(end));
    }
    bool now_and_then() { return below(5) == 0; }

private:
    std::uint64_t state_ = 0x9e3779b97f4a7c15;
};

Role any_role(Dice& dice) {
    constexpr std::array roles{Role::view_only, Role::member, Role::admin};
    return roles[static_cast<std::size_t>(dice.below(3))];
}

records::Row any_row(Dice& dice) {
    const UserId user{1 + dice.below(people)};
    const TeamId team{1 + dice.below(teams_made)};
    const ProjectId project{1 + dice.below(projects_made)};
    std::optional<Instant> deleted;
    if (dice.now_and_then()) deleted = Instant{1};
    switch (dice.below(6)) {
    case 0:
        return records::User{.id = user,
                             .kind = static_cast<records::UserKind>(1 + dice.below(3)),
                             .admin = dice.now_and_then(),
                             .deactivated_at = deleted};
    case 1:
        return records::Team{.id = team,
                             .owner = dice.now_and_then() ? user : UserId{},
                             .deleted_at = deleted,
                             .members_invite = dice.now_and_then()};
    case 2:
        return records::ProjectMember{.project = project, .user = user, .role = {any_role(dice)}};
    case 3:
    case 4:
        return records::Member{.team = team, .user = user, .role = {any_role(dice)}};
    default:
        return records::Project{.id = project,
                                .team = team,
                                .author = user,
                                .visibility = static_cast<Visibility>(1 + dice.below(4)),
                                .deleted_at = deleted};
    }
}

records::Key any_key(Dice& dice) {
    return records::key(any_row(dice));
}

}  // namespace

TEST_CASE("looking where somebody belongs finds what looking everywhere finds") {
    Dice dice;
    records::State state;
    sync::Whereabouts whereabouts;
    std::size_t seen = 0;
    for (int step = 0; step < 5'000; ++step) {
        if (dice.now_and_then()) {
            const records::Key key = any_key(dice);
            state.erase(key);
            whereabouts.erase(key);
        } else {
            const records::Row row = any_row(dice);
            state.put(row);
            whereabouts.put(row);
        }
        for (std::int64_t user = 1; user <= people; ++user) {
            const auto found = whereabouts.standing_scopes(state, {user});
            REQUIRE(found == records::standing_scopes(state, {user}));
            seen += found.size();
        }
    }
    CHECK(seen > 50'000);
}
