// SPDX-License-Identifier: Apache-2.0
#include "shared/records/standing.h"

#include <vector>

#include <doctest/doctest.h>

#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;

namespace {

permissions::Decision ask(const State& state, UserId user, Action action, const Target& target) {
    return may(state, {.user = user}, action, target);
}

}  // namespace

TEST_CASE("what somebody is in a team is said by their row; service accounts of the instance are "
          "members of every team but the personal ones") {
    const State state = world();
    CHECK(holding(state, vision, carl) == as_steward);
    CHECK_FALSE(holding(state, vision, otto).has_value());
    CHECK_FALSE(holding(state, vision, ana).has_value());
    CHECK(holding(state, vision, fleet) == as_member);
    CHECK(holding(state, audio, fleet) == as_member);
    CHECK_FALSE(holding(state, personal(nils), fleet).has_value());
    CHECK_FALSE(holding(state, missing_team, fleet).has_value());
    CHECK_FALSE(ask(state, fleet, Action::run_read, {personal(tests::max), diary, {}}).allowed);
}

TEST_CASE("what somebody is in a project is what was said there, or what they are in its team") {
    const State state =
        with(role_in_project(tests::max, detector, as_admin),
             role_in_project(viola, detector, as_admin), role_in_project(carl, secret, inherits));
    const auto in = [&](ProjectId id, UserId user) {
        return holding(state, *state.project(id), user);
    };
    CHECK(in(detector, tests::max) == as_admin);
    CHECK(in(detector, mia) == as_member);
    CHECK(in(detector, viola) == view_only);
    CHECK(in(secret, mia) == as_member);
    CHECK(in(secret, carl) == as_steward);
    CHECK(in(secret, gus) == view_only);
    CHECK_FALSE(in(secret, vera).has_value());
    CHECK_FALSE(in(detector, gus).has_value());
}

TEST_CASE("one gives away what one's roles have, and admins all that a custom role may add") {
    const State state = with(role_in_project(tests::max, detector, as_admin),
                             role_in_project(mia, paper, view_only));
    const auto& member = permissions::actions_of(Role::member);
    const auto& admin = permissions::actions_of(Role::admin);
    const auto all = admin.with(permissions::addable_actions());
    CHECK(giveable(state, mia, {vision}) == member);
    CHECK(giveable(state, carl, {vision}) ==
          member.with(ActionSet::of(Action::team_invite, Action::team_set_role,
                                    Action::team_remove_member)));
    CHECK(giveable(state, vera, {vision}) == all);
    CHECK(giveable(state, ana, {vision}).empty());
    CHECK(giveable(state, tests::max, {vision, detector}) == all);
    CHECK(giveable(state, tests::max, {vision, paper}) == member);
    CHECK(giveable(state, mia, {vision, paper}) == permissions::actions_of(Role::view_only));
    CHECK(giveable(state, vera, {vision, secret}) == all);
    CHECK(giveable(state, otto, {vision, paper}).empty());
}

TEST_CASE("only live people count as admins of a team") {
    CHECK(admin_count(world(), vision) == 1);
    CHECK(admin_count(with(role_in_team(bot, as_admin)), vision) == 1);
    CHECK(admin_count(with(role_in_team(mia, as_admin)), vision) == 2);
    CHECK(admin_count(with(deactivated(vera)), vision) == 0);
}

TEST_CASE("a key for one team or project reaches no other and not the instance") {
    const State state = world();
    const auto with_key = [&](TeamId team, ProjectId project, Action action, const Target& target) {
        return may(state,
                   {.user = tests::max,
                    .key = permissions::Key::full,
                    .key_team = team,
                    .key_project = project},
                   action, target);
    };
    CHECK(with_key(vision, {}, Action::run_create, {vision, detector, {}}).allowed);
    CHECK(with_key(vision, {}, Action::run_create, {personal(tests::max), diary, {}}).rule ==
          Rule::key_elsewhere);
    CHECK(with_key({}, detector, Action::run_create, {vision, detector, {}}).allowed);
    CHECK(with_key({}, detector, Action::run_create, {vision, paper, {}}).rule ==
          Rule::key_elsewhere);
    CHECK(with_key(vision, {}, Action::apikey_create_own, {}).rule == Rule::key_elsewhere);
    CHECK(with_key({}, detector, Action::project_create, {vision}).rule == Rule::key_elsewhere);
}

TEST_CASE("a project decides for its own team, whatever team is named with it") {
    const State state = world();
    CHECK(ask(state, otto, Action::run_read, {audio, detector, {}}).rule == Rule::not_a_member);
    CHECK(ask(state, mia, Action::run_read, {audio, detector, {}}).allowed);
}

TEST_CASE("for keys the strongest role in a shared team counts, and who is in none is a member") {
    const auto makes_keys = [](const State& state, UserId user) {
        return ask(state, user, Action::apikey_create_own, {}).allowed;
    };
    const State state = world();
    CHECK(makes_keys(state, tests::max));
    CHECK(makes_keys(state, nils));
    CHECK_FALSE(makes_keys(state, viola));
    CHECK(makes_keys(with(role_in_team(viola, as_member, audio)), viola));
    CHECK(makes_keys(with(role_in_team(viola, view_only, gone_team), deleted_team(vision)), viola));
    CHECK_FALSE(makes_keys(with(switched(&Settings::users_create_teams)), viola));
}

TEST_CASE("a link to one project reads that project and nothing else") {
    const State state = world();
    const auto by_link = [&](Action action, ProjectId project) {
        return may(state, {.link_project = detector}, action,
                   {state.project(project)->team, project, {}});
    };
    CHECK(by_link(Action::run_read, detector).rule == Rule::share_link);
    CHECK(by_link(Action::run_update, detector).rule == Rule::link_reads_only);
    CHECK(by_link(Action::run_read, speech).rule == Rule::not_a_member);
}

TEST_CASE("what is looked up once for many people makes the facts that each of them has alone") {
    const State below = with(role_in_project(tests::max, detector, as_admin),
                             role_in_project(carl, secret, as_steward));
    State state = State::over(below);
    role_in_project(viola, detector, inherits)(state);
    const std::vector<Target> targets{{},
                                      {vision},
                                      {audio, {}, mia},
                                      {missing_team},
                                      {audio, detector, tests::max},
                                      {vision, secret, {}},
                                      {vision, speech, {}},
                                      {vision, ProjectId{9999}, {}}};
    for (const Target& target : targets) {
        const Ground ground(state, target);
        for (std::int64_t id = 1; id <= fleet.value + 1; ++id) {
            const UserId user{id};
            const auto together =
                facts(ground, state.user(user), state.member(ground.team_id, user),
                      state.project_member(target.project, user));
            CHECK(together == facts(state, {.user = user}, Action::project_read, target));
        }
    }
    const Ground ground(state, {vision, detector, {}});
    CHECK(facts(ground, state.user(mia), state.member(vision, mia), nullptr).team_role ==
          Role::member);
}
