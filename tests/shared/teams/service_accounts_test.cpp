// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using teams::CreateServiceAccount;
using teams::DeleteServiceAccount;

namespace {

const UserId fresh = chosen<UserId>(1);

CreateServiceAccount of_team(std::string name = "robot") {
    return {.id = fresh, .team = vision, .name = std::move(name), .description = "Nightly runs"};
}
CreateServiceAccount of_instance(TeamId home = vision) {
    return {.id = fresh, .name = "robot", .description = "CI", .home = home};
}

}  // namespace

TEST_CASE("a team's service account is a member of it and has neither account nor personal team") {
    CHECK(difference(decide(world(), by(vera), of_team()),
                     {.put = {User{.id = fresh,
                                   .name = "robot",
                                   .full_name = "Nightly runs",
                                   .kind = UserKind::team_service,
                                   .home_team = vision,
                                   .created_at = now},
                              Member{.team = vision,
                                     .user = fresh,
                                     .role = as_member,
                                     .joined_at = now,
                                     .changed = {vera, now}}}}) == "");
}

TEST_CASE(
    "a service account of the instance has a team where its runs go, and needs no row in it") {
    const State state = world();
    const Verdict verdict = decide(state, by(ana), of_instance());
    CHECK(difference(verdict, {.put = {User{.id = fresh,
                                            .name = "robot",
                                            .full_name = "CI",
                                            .kind = UserKind::instance_service,
                                            .home_team = vision,
                                            .created_at = now}}}) == "");
    CHECK(holding(after(state, verdict), audio, fresh) == as_member);
}

TEST_CASE("team admins make those of the team, admins of the instance those of the instance") {
    const State state = world();
    const auto make = [&](UserId asker, const CreateServiceAccount& command) {
        return decide(state, by(asker), command);
    };
    CreateServiceAccount of_own_team = of_team();
    of_own_team.team = personal(vera);
    CreateServiceAccount small = of_team();
    small.id = bot;
    CreateServiceAccount wordy = of_team();
    wordy.description = std::string(limits::full_name_bytes_max + 1, 'd');
    CreateServiceAccount full = wordy;
    full.description.pop_back();
    CreateServiceAccount lines = of_team();
    lines.description = "a\nb";
    check({
        {"a member", make(mia, of_team()), "forbidden role_lacks admin"},
        {"an admin of the instance", make(ana, of_team()), "forbidden not_a_member admin"},
        {"a service account", make(bot, of_team()), "forbidden service_account admin"},
        {"a stranger", make(otto, of_team()), "gone team"},
        {"of the instance by a team admin", make(vera, of_instance()),
         "forbidden needs_instance_admin"},
        {"of the instance without a home", make(ana, of_instance({})), "invalid home"},
        {"without a home, by who may not", make(vera, of_instance({})),
         "forbidden needs_instance_admin"},
        {"with a deleted home", make(ana, of_instance(gone_team)), "gone team"},
        {"with somebody's own as home", make(ana, of_instance(personal(nils))), "invalid team"},
        {"of one's own team", make(vera, of_own_team), "invalid team"},
        {"a taken name", make(vera, of_team("Mia")), "conflict name Mia-2"},
        {"a reserved name", make(vera, of_team("api")),
         "invalid name This name is reserved; choose another one."},
        {"an id of the database's", make(vera, small), "invalid id"},
        {"the longest description", make(vera, full), "accepted team_role"},
        {"one more byte", make(vera, wordy), "invalid description"},
        {"two lines", make(vera, lines), "invalid description"},
    });
    const State taken = with([](State& in) { in.put(User{.id = fresh, .name = "x"}); });
    CHECK(told(decide(taken, by(vera), of_team())) == "conflict id");
}

TEST_CASE("a deleted service account keeps its name and its runs, and loses every role") {
    const State state =
        with(role_in_project(bot, secret, inherits), role_in_project(fleet, secret, inherits),
             role_in_project(fleet, speech, view_only));
    User bot_then = *state.user(bot);
    bot_then.deactivated_at = now;
    CHECK(difference(decide(state, by(vera), DeleteServiceAccount{bot}),
                     {.put = {bot_then},
                      .erased = {{Kind::member, vision.value, bot.value},
                                 {Kind::project_member, secret.value, bot.value}}}) == "");
    User fleet_then = *state.user(fleet);
    fleet_then.deactivated_at = now;
    const Verdict verdict = decide(state, by(ana), DeleteServiceAccount{fleet});
    CHECK(difference(verdict, {.put = {fleet_then},
                               .erased = {{Kind::project_member, secret.value, fleet.value},
                                          {Kind::project_member, speech.value, fleet.value}}}) ==
          "");
    const State then = after(state, verdict);
    CHECK_FALSE(may(then, {.user = fleet}, Action::run_create, {vision, detector, {}}).allowed);
    CHECK(then.run(bots)->author == bot);
}

TEST_CASE("whoever makes service accounts deletes them") {
    const State state = world();
    const auto remove = [&](UserId asker, UserId user) {
        return decide(state, by(asker), DeleteServiceAccount{user});
    };
    check({
        {"of the team by a member", remove(mia, bot), "forbidden role_lacks admin"},
        {"of the team by a stranger", remove(otto, bot), "gone team"},
        {"of the team by an admin of the instance", remove(ana, bot),
         "forbidden not_a_member admin"},
        {"of the instance by a team admin", remove(vera, fleet), "forbidden needs_instance_admin"},
        {"of the instance by itself", remove(fleet, fleet), "forbidden needs_instance_admin"},
        {"a person", remove(ana, mia), "invalid user"},
        {"missing", remove(ana, missing_user), "gone user"},
        {"deleted already", decide(with(deactivated(fleet)), by(ana), DeleteServiceAccount{fleet}),
         "gone user"},
        {"of a deleted team",
         decide(with(deleted_team(vision)), by(vera), DeleteServiceAccount{bot}), "gone team"},
    });
}
