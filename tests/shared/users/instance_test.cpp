// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/users/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using users::ChangeSetting;
using users::SetActive;
using users::SetInstanceAdmin;
using users::SetLease;
using users::Setting;

namespace {

auto instance_admin(UserId user) {
    return edited<User>({Kind::user, user.value}, [](User& row) { row.admin = true; });
}

}  // namespace

TEST_CASE("an admin of the instance makes and unmakes others") {
    const State state = world();
    User otto_then = *state.user(otto);
    otto_then.admin = true;
    CHECK(difference(decide(state, by(ana), SetInstanceAdmin{otto, true}), {.put = {otto_then}}) ==
          "");
    CHECK(difference(decide(state, by(ana), SetInstanceAdmin{otto, false}), {}) == "");
    const auto set = [&](const State& in, UserId asker, UserId user, bool on) {
        return decide(in, by(asker), SetInstanceAdmin{user, on});
    };
    const State two = with(instance_admin(otto));
    const State other_is_out = with(instance_admin(otto), deactivated(otto));
    check({
        {"accepted by", set(state, ana, otto, true), "accepted instance_admin"},
        {"nobody else", set(state, vera, otto, true), "forbidden needs_instance_admin"},
        {"nobody lifts themselves", set(state, mia, mia, true), "forbidden needs_instance_admin"},
        {"missing", set(state, ana, missing_user, true), "gone user"},
        {"a service account", set(state, ana, fleet, true), "invalid user"},
        {"deactivated", set(state, ana, dora, true), "invalid user"},
        {"the last", set(state, ana, ana, false), "last_admin"},
        {"one of two", set(two, ana, ana, false), "accepted instance_admin"},
        {"the other of two", set(two, ana, otto, false), "accepted instance_admin"},
        {"the last who is active", set(other_is_out, ana, ana, false), "last_admin"},
        {"one who is not active", set(other_is_out, ana, otto, false), "accepted instance_admin"},
    });
}

TEST_CASE("who is deactivated keeps everything and may come back") {
    const State state = world();
    User max_then = *state.user(tests::max);
    max_then.deactivated_at = now;
    const Verdict off = decide(state, by(ana), SetActive{tests::max, false});
    CHECK(difference(off, {.put = {max_then}}) == "");
    const State without = after(state, off);
    CHECK(without.member(vision, tests::max) != nullptr);
    CHECK_FALSE(visible(without, tests::max, {ScopeKind::instance}));
    CHECK(difference(decide(without, by(ana), SetActive{tests::max, true}),
                     {.put = {*state.user(tests::max)}}) == "");
    // The time of the first stays.
    CHECK(difference(decide(without, {.asker = {.user = ana}, .now = {now.ms + 1}},
                            SetActive{tests::max, false}),
                     {}) == "");
}

TEST_CASE("nobody is deactivated whom a team or the instance cannot do without") {
    const auto off = [](const State& state, UserId user) {
        return decide(state, by(ana), SetActive{user, false});
    };
    const State state = world();
    check({
        {"the instance's last admin", off(state, ana), "last_admin"},
        {"one of two", off(with(instance_admin(otto)), ana), "accepted instance_admin"},
        {"the team's last admin", off(state, vera), "last_admin team vision"},
        {"another admin, deactivated, does not count",
         off(with(role_in_team(dora, as_admin)), vera), "last_admin team vision"},
        {"another admin, a service account, does not count",
         off(with(role_in_team(bot, as_admin)), vera), "last_admin team vision"},
        {"another admin counts", off(with(role_in_team(mia, as_admin)), vera),
         "accepted instance_admin"},
        {"a deleted team needs none", off(with(deleted_team(vision)), vera),
         "accepted instance_admin"},
        {"one's personal team needs none", off(state, nils), "accepted instance_admin"},
        {"who is it already", off(state, dora), "accepted instance_admin"},
    });
}

TEST_CASE("only admins of the instance deactivate, and only people") {
    const State state = world();
    const auto set = [&](UserId asker, UserId user) {
        return decide(state, by(asker), SetActive{user, false});
    };
    check({
        {"a team's admin", set(vera, mia), "forbidden needs_instance_admin"},
        {"oneself", set(mia, mia), "forbidden needs_instance_admin"},
        {"a service account of the instance", set(fleet, mia), "forbidden needs_instance_admin"},
        {"a service account", set(ana, bot), "invalid user"},
        {"missing", set(ana, missing_user), "gone user"},
    });
}

TEST_CASE("every setting of the instance is its own switch") {
    const State state = world();
    const auto switched_on = [&](Setting which, bool on = true) {
        const auto changed = changes(decide(state, by(ana), ChangeSetting{which, on}));
        return changed.put.empty() ? Settings{} : std::get<Settings>(changed.put.front());
    };
    CHECK(switched_on(Setting::users_create_teams) == Settings{.users_create_teams = true});
    CHECK(switched_on(Setting::keys_allowed, false) == Settings{.keys_allowed = false});
    CHECK(switched_on(Setting::invites_forbidden) == Settings{.invites_forbidden = true});
    CHECK(switched_on(Setting::private_only) == Settings{.private_only = true});
    CHECK(switched_on(Setting::teams_hidden) == Settings{.teams_hidden = true});
    CHECK(switched_on(Setting::teams_hidden, false) == Settings{});
    check({
        {"an admin", decide(state, by(ana), ChangeSetting{}), "accepted instance_admin"},
        {"nobody else", decide(state, by(vera), ChangeSetting{}), "forbidden needs_instance_admin"},
    });
}

TEST_CASE("pages may show what they keep for up to ninety days, or for ever") {
    const State state = world();
    CHECK(difference(decide(state, by(ana), SetLease{1}), {.put = {Settings{.lease_hours = 1}}}) ==
          "");
    const auto lease = [&](UserId asker, std::int64_t hours) {
        return decide(state, by(asker), SetLease{hours});
    };
    check({
        {"for ever", lease(ana, 0), "accepted instance_admin"},
        {"the longest", lease(ana, 90 * 24), "accepted instance_admin"},
        {"one hour more", lease(ana, 90 * 24 + 1), "invalid hours"},
        {"less than nothing", lease(ana, -1), "invalid hours"},
        {"nobody else", lease(mia, 1), "forbidden needs_instance_admin"},
    });
}
