// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdint>

#include "shared/records/standing.h"

// The page and the daemon decide alike: a million random questions about random states give the
// same answers, reason included, in both builds. Each build compares with the number written here,
// so it changes only when the rules do.
using namespace ensemble;
using namespace ensemble::records;
using permissions::Action;

namespace {

struct Dice {
    std::uint64_t state;
    // splitmix64, https://prng.di.unimi.it/splitmix64.c
    std::uint64_t next() {
        std::uint64_t z = (state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    std::int64_t below(std::uint64_t count) { return static_cast<std::int64_t>(next() % count); }
    bool half() { return (next() & 1) != 0; }
    bool seldom() { return below(8) == 0; }
};

constexpr std::uint64_t users = 9;
constexpr std::uint64_t teams = 4;
constexpr std::uint64_t projects = 7;
constexpr std::uint64_t roles = 3;

ActionSet some_actions(Dice& dice) {
    ActionSet set;
    for (int i = 0; i < 4; ++i)
        set.add(static_cast<Action>(dice.below(permissions::action_count)));
    return set;
}

Holding some_holding(Dice& dice, const State& state, bool may_be_none) {
    Holding holding{static_cast<Role>(dice.below(may_be_none ? 4 : 3) + (may_be_none ? 0 : 1)), {}};
    const RoleId custom{dice.below(roles) + 1};
    const CustomRole* role = state.custom_role(custom);
    if (dice.half() && role != nullptr) holding = {role->base, custom};
    return holding;
}

State some_state(Dice& dice) {
    State state;
    state.put(Settings{.users_create_teams = dice.half(),
                       .keys_allowed = !dice.seldom(),
                       .invites_forbidden = dice.seldom()});
    for (std::uint64_t i = 1; i <= roles; ++i)
        state.put(CustomRole{.id = {static_cast<std::int64_t>(i)},
                             .base = dice.half() ? Role::member : Role::view_only,
                             .extra = some_actions(dice)});
    for (std::uint64_t i = 1; i <= users; ++i) {
        User user{.id = {static_cast<std::int64_t>(i)}, .name = "u" + std::to_string(i)};
        user.kind = static_cast<UserKind>(i <= users - 3 ? 1 : 1 + dice.below(3));
        user.admin = dice.seldom();
        if (user.kind == UserKind::team_service) user.home_team = {dice.below(teams) + 1};
        if (dice.seldom()) user.deactivated_at = Instant{1};
        state.put(user);
    }
    for (std::uint64_t i = 1; i <= teams; ++i) {
        Team team{.id = {static_cast<std::int64_t>(i)}, .name = "t" + std::to_string(i)};
        team.members_invite = dice.half();
        if (dice.seldom()) team.owner = {dice.below(users) + 1};
        state.put(team);
        for (std::uint64_t user = 1; user <= users; ++user) {
            if (dice.half()) continue;
            state.put(Member{.team = team.id,
                             .user = {static_cast<std::int64_t>(user)},
                             .role = some_holding(dice, state, false),
                             .registry_admin = dice.seldom()});
        }
    }
    for (std::uint64_t i = 1; i <= projects; ++i) {
        Project project{.id = {static_cast<std::int64_t>(i)}, .team = {dice.below(teams) + 1}};
        project.visibility = static_cast<Visibility>(dice.below(4) + 1);
        state.put(project);
        for (std::uint64_t user = 1; user <= users; ++user) {
            if (!dice.seldom()) continue;
            state.put(ProjectMember{.project = project.id,
                                    .user = {static_cast<std::int64_t>(user)},
                                    .role = some_holding(dice, state, true)});
        }
    }
    return state;
}

Asker some_asker(Dice& dice) {
    Asker asker;
    if (!dice.seldom()) asker.user = {dice.below(users) + 1};
    asker.key = static_cast<permissions::Key>(dice.below(3));
    if (dice.seldom()) asker.key_team = {dice.below(teams) + 1};
    if (dice.seldom()) asker.key_project = {dice.below(projects) + 1};
    if (dice.seldom()) asker.link_project = {dice.below(projects) + 1};
    return asker;
}

Target some_target(Dice& dice) {
    Target target;
    if (dice.half())
        target.project = {dice.below(projects) + 1};
    else
        target.team = {dice.below(teams) + 1};
    if (dice.half()) target.creator = {dice.below(users) + 1};
    return target;
}

}  // namespace

TEST_CASE("a million random decisions are the same in the page and in the daemon") {
    constexpr int states = 1'000;
    constexpr int questions = 1'000;
    Dice dice{20'261'122};
    std::uint64_t hash = 14695981039346656037ull;
    std::int64_t allowed = 0;
    for (int i = 0; i < states; ++i) {
        const State state = some_state(dice);
        for (int k = 0; k < questions; ++k) {
            const Asker asker = some_asker(dice);
            const Target target = some_target(dice);
            const auto action = static_cast<Action>(dice.below(permissions::action_count));
            const auto decision = may(state, asker, action, target);
            const std::uint64_t answer = (decision.allowed ? 1u : 0u) |
                                         (static_cast<std::uint64_t>(decision.rule) << 1) |
                                         (static_cast<std::uint64_t>(decision.needed) << 9);
            hash = (hash ^ answer) * 1099511628211ull;
            if (decision.allowed) ++allowed;
        }
    }
    CHECK(allowed > states * questions / 20);
    CHECK(allowed < states * questions / 2);
    CHECK(hash == 0xc4b68f1dcd863a8full);
}
