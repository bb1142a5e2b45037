// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

using namespace ensemble;
using namespace ensemble::tests;
using teams::AppointAdmin;
using teams::ChangeRole;
using teams::LeaveTeam;
using teams::RemoveMember;
using teams::SetRegistryAdmin;

namespace {

Verdict change(const State& state, UserId asker, UserId user, Holding role, TeamId team = vision) {
    return decide(state, by(asker), ChangeRole{team, user, role});
}

Member changed_by(const State& state, UserId asker, UserId user, Holding role) {
    Member member = *state.member(vision, user);
    member.role = role;
    member.changed = {asker, now};
    return member;
}

const Trace by_vera_now{vera, now};

}  // namespace

TEST_CASE("a changed role is the member's, with who changed it") {
    const State state = world();
    for (const Holding role : {as_admin, view_only, as_steward, as_stopper})
        CHECK(difference(change(state, vera, tests::max, role),
                         {.put = {changed_by(state, vera, tests::max, role)}}) == "");
    CHECK(difference(change(state, vera, tests::max, as_member), {}) == "");
}

TEST_CASE("only those who may set roles change them, for people who are in the team") {
    const State state = world();
    check({
        {"a member", change(state, mia, tests::max, view_only), "forbidden role_lacks admin"},
        {"a view-only member", change(state, viola, viola, as_member),
         "forbidden role_lacks admin"},
        {"a service account", change(state, bot, viola, as_member),
         "forbidden service_account admin"},
        {"an admin of the instance", change(state, ana, viola, as_member),
         "forbidden not_a_member admin"},
        {"a stranger", change(state, otto, viola, as_member), "gone team"},
        {"a stranger to a missing team", change(state, otto, viola, as_member, missing_team),
         "gone team"},
        {"who is not in it", change(state, vera, otto, as_member), "gone member"},
        {"who is missing", change(state, vera, missing_user, as_member), "gone member"},
        {"in a personal team", change(state, nils, nils, as_member, personal(nils)),
         "invalid team"},
        {"a missing custom role", change(state, vera, mia, {Role::member, missing_role}),
         "gone role"},
        {"a custom role on another base", change(state, vera, mia, {Role::view_only, steward}),
         "invalid role"},
        {"no role", change(state, vera, mia, inherits), "invalid role"},
        {"a service account as admin", change(state, vera, bot, as_admin), "invalid role"},
        {"a service account that looks on", change(state, vera, bot, view_only),
         "accepted team_role"},
        {"who is deactivated", change(state, vera, dora, as_member), "accepted team_role"},
        {"by a custom role", change(state, carl, tests::max, view_only), "accepted team_extra"},
    });
}

TEST_CASE("who becomes view-only in a team is so in each of its projects, deleted ones too") {
    const State state = with(role_in_project(tests::max, detector, as_admin),
                             role_in_project(tests::max, trashed, as_steward),
                             role_in_project(tests::max, secret, inherits),
                             role_in_project(tests::max, speech, as_member));
    CHECK(difference(change(state, vera, tests::max, as_stopper),
                     {.put = {changed_by(state, vera, tests::max, as_stopper),
                              ProjectMember{detector, tests::max, inherits, by_vera_now},
                              ProjectMember{trashed, tests::max, inherits, by_vera_now}}}) == "");
}

TEST_CASE("who becomes in a team what they are in a project follows the team there") {
    const State state = with(role_in_project(tests::max, detector, as_admin),
                             role_in_project(tests::max, paper, view_only));
    CHECK(difference(change(state, vera, tests::max, as_admin),
                     {.put = {changed_by(state, vera, tests::max, as_admin),
                              ProjectMember{detector, tests::max, inherits, by_vera_now}}}) == "");
}

TEST_CASE("registry admins are appointed by the team's admins and by each other") {
    const State state = world();
    Member mia_then = *state.member(vision, mia);
    mia_then.registry_admin = true;
    mia_then.changed = by_vera_now;
    CHECK(difference(decide(state, by(vera), SetRegistryAdmin{vision, mia, true}),
                     {.put = {mia_then}}) == "");
    CHECK(difference(decide(state, by(vera), SetRegistryAdmin{vision, mia, false}), {}) == "");
    const State appointed = with([&](State& in) { in.put(mia_then); });
    const auto set = [](const State& in, UserId asker, UserId user, bool on = true) {
        return decide(in, by(asker), SetRegistryAdmin{vision, user, on});
    };
    check({
        {"another registry admin", set(appointed, mia, tests::max), "accepted registry_admin"},
        {"they resign", set(appointed, mia, mia, false), "accepted registry_admin"},
        {"a member", set(state, mia, mia), "forbidden role_lacks admin"},
        {"an admin of the instance", set(state, ana, mia), "forbidden not_a_member admin"},
        {"a service account appoints", set(state, bot, mia), "forbidden service_account admin"},
        {"a service account is appointed", set(state, vera, bot), "accepted team_role"},
        {"deactivated", set(state, vera, dora), "invalid user"},
        {"deactivated, no more",
         set(with(edited<Member>({Kind::member, vision.value, dora.value},
                                 [](Member& row) { row.registry_admin = true; })),
             vera, dora, false),
         "accepted team_role"},
        {"not in the team", set(state, vera, otto), "gone member"},
        {"a stranger", set(state, otto, mia), "gone team"},
        {"a personal team", decide(state, by(nils), SetRegistryAdmin{personal(nils), nils, true}),
         "invalid team"},
    });
}

TEST_CASE("who leaves or is removed loses what was said about them, and keeps their runs") {
    const State state = with(role_in_project(tests::max, detector, view_only),
                             role_in_project(tests::max, trashed, inherits),
                             role_in_project(tests::max, speech, as_member),
                             edited<Account>({Kind::account, tests::max.value},
                                             [](Account& row) { row.default_team = vision; }));
    Account account = *state.account(tests::max);
    account.default_team = personal(tests::max);
    const Changes parted{.put = {account},
                         .erased = {{Kind::member, vision.value, tests::max.value},
                                    {Kind::project_member, detector.value, tests::max.value},
                                    {Kind::project_member, trashed.value, tests::max.value}}};
    CHECK(difference(decide(state, by(vera), RemoveMember{vision, tests::max}), parted) == "");
    CHECK(difference(decide(state, by(tests::max), LeaveTeam{vision}), parted) == "");
    // Runs that go elsewhere by default still do.
    const State elsewhere = with(role_in_team(tests::max, as_member, audio),
                                 edited<Account>({Kind::account, tests::max.value},
                                                 [](Account& row) { row.default_team = audio; }));
    CHECK(difference(decide(elsewhere, by(vera), RemoveMember{vision, tests::max}),
                     {.erased = {{Kind::member, vision.value, tests::max.value}}}) == "");
}

TEST_CASE("only those who may remove members do, and only people") {
    const State state = world();
    const auto remove = [&](UserId asker, UserId user, TeamId team = vision) {
        return decide(state, by(asker), RemoveMember{team, user});
    };
    check({
        {"an admin", remove(vera, mia), "accepted team_role"},
        {"a custom role", remove(carl, mia), "accepted team_extra"},
        {"a member", remove(mia, tests::max), "forbidden role_lacks admin"},
        {"a member, themselves", remove(mia, mia), "forbidden role_lacks admin"},
        {"an admin of the instance", remove(ana, mia), "forbidden not_a_member admin"},
        {"a stranger", remove(otto, mia), "gone team"},
        {"who is not in it", remove(vera, otto), "gone member"},
        {"a service account", remove(vera, bot), "invalid user"},
        {"who is deactivated", remove(vera, dora), "accepted team_role"},
        {"from a personal team", remove(nils, nils, personal(nils)), "invalid team"},
    });
}

TEST_CASE("everybody leaves a team of their own will, but not their own one") {
    const State state = world();
    const auto leave = [&](UserId user, TeamId team = vision) {
        return decide(state, by(user), LeaveTeam{team});
    };
    check({
        {"a member", leave(mia), "accepted"},
        {"a view-only member", leave(viola), "accepted"},
        {"a service account", leave(bot), "forbidden service_account"},
        {"a service account of the instance", leave(fleet), "forbidden service_account"},
        {"who is not in it", leave(ana), "gone member"},
        {"a stranger", leave(otto), "gone team"},
        {"one's own", leave(nils, personal(nils)), "invalid team"},
    });
}

TEST_CASE("an admin of the instance appoints somebody admin of any team and says why") {
    const State state = with(role_in_project(otto, secret, as_admin));
    Member otto_then{
        .team = vision, .user = otto, .role = as_admin, .joined_at = now, .changed = {ana, now}};
    CHECK(difference(decide(state, by(ana), AppointAdmin{vision, otto, "left"}),
                     {.put = {otto_then, ProjectMember{secret, otto, inherits, {ana, now}}}}) ==
          "");
    CHECK(difference(decide(state, by(ana), AppointAdmin{vision, mia, "left"}),
                     {.put = {changed_by(state, ana, mia, as_admin)}}) == "");
    CHECK(difference(decide(state, by(ana), AppointAdmin{vision, vera, "left"}), {}) == "");
    const auto appoint = [&](UserId asker, TeamId team, UserId user, std::string reason = "left") {
        return decide(state, by(asker), AppointAdmin{team, user, std::move(reason)});
    };
    const std::string longest(limits::reason_bytes_max, 'r');
    check({
        {"the team's admin", appoint(vera, vision, mia), "forbidden needs_instance_admin"},
        {"a stranger", appoint(otto, vision, otto), "gone team"},
        {"a missing team", appoint(otto, missing_team, otto), "gone team"},
        {"a deleted team", appoint(ana, gone_team, mia), "accepted instance_admin"},
        {"a deleted team, by its admin", appoint(otto, gone_team, otto), "gone team"},
        {"a personal team", appoint(ana, personal(nils), ana), "invalid team"},
        {"missing", appoint(ana, vision, missing_user), "gone user"},
        {"deactivated", appoint(ana, vision, dora), "invalid user"},
        {"a service account", appoint(ana, vision, bot), "invalid user"},
        {"no reason", appoint(ana, vision, mia, ""), "invalid reason"},
        {"the longest reason", appoint(ana, vision, mia, longest), "accepted instance_admin"},
        {"one more byte", appoint(ana, vision, mia, longest + "r"), "invalid reason"},
    });
}
