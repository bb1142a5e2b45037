// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// Nobody gives more than they have, nor takes it from who has more.

using namespace ensemble;
using namespace ensemble::tests;
using teams::ChangeRole;
using teams::CreateServiceAccount;
using teams::InviteMember;
using teams::RemoveMember;

namespace {

const RoleId deleter{310};
const RoleId inviter{311};
const RoleId minder{312};

// Also a role that deletes runs, one that looks on and invites, and one that looks on and makes
// service accounts.
State many_roles() {
    return with(
        custom_role(deleter, Role::member, ActionSet::of(Action::run_delete)),
        custom_role(inviter, Role::view_only, ActionSet::of(Action::team_invite)),
        custom_role(minder, Role::view_only, ActionSet::of(Action::team_manage_service_accounts)),
        role_in_team(stan, {Role::view_only, inviter}),
        edited<Team>({Kind::team, vision.value}, [](Team& team) { team.members_invite = true; }));
}

const Holding as_deleter{Role::member, deleter};
const Holding as_inviter{Role::view_only, inviter};
constexpr const char* too_much = "forbidden role_lacks admin role";

}  // namespace

TEST_CASE("who sets roles by a custom role sets none that has more than their own") {
    const State state = many_roles();
    const auto set = [&](UserId user, Holding role) {
        return told(decide(state, by(carl), ChangeRole{vision, user, role}));
    };
    CHECK(set(mia, as_admin) == too_much);
    CHECK(set(carl, as_admin) == too_much);
    CHECK(set(carl, as_deleter) == too_much);
    CHECK(set(mia, as_deleter) == too_much);
    CHECK(set(mia, as_steward) == "accepted team_extra");
    CHECK(set(mia, view_only) == "accepted team_extra");
    CHECK(set(viola, as_member) == "accepted team_extra");
}

TEST_CASE("who sets roles or removes members by a custom role leaves those alone who have more") {
    State state = many_roles();
    enrol(state, vision, mia, as_deleter);
    const auto demote = [&](UserId user) {
        return told(decide(state, by(carl), ChangeRole{vision, user, view_only}));
    };
    const auto remove = [&](UserId user) {
        return told(decide(state, by(carl), RemoveMember{vision, user}));
    };
    CHECK(demote(vera) == too_much);
    CHECK(demote(dora) == too_much);
    CHECK(demote(mia) == too_much);
    CHECK(demote(carl) == "accepted team_extra");
    CHECK(demote(tests::max) == "accepted team_extra");
    CHECK(remove(vera) == too_much);
    CHECK(remove(mia) == too_much);
    CHECK(remove(viola) == "accepted team_extra");
    CHECK(remove(carl) == "accepted team_extra");
}

TEST_CASE("who invites by switch or custom role invites to nothing that they are not") {
    const State state = many_roles();
    const auto invite_as = [&](UserId asker, Holding role) {
        return told(decide(
            state, by(asker),
            InviteMember{.id = chosen<InviteId>(1), .team = vision, .user = otto, .role = role}));
    };
    CHECK(invite_as(mia, as_admin) == too_much);
    CHECK(invite_as(mia, as_steward) == too_much);
    CHECK(invite_as(mia, as_deleter) == too_much);
    CHECK(invite_as(mia, as_inviter) == too_much);
    CHECK(invite_as(mia, as_member) == "accepted members_invite");
    CHECK(invite_as(mia, view_only) == "accepted members_invite");
    CHECK(invite_as(carl, as_admin) == too_much);
    CHECK(invite_as(carl, as_steward) == "accepted team_extra");
    CHECK(invite_as(stan, as_member) == too_much);
    CHECK(invite_as(stan, as_stopper) == too_much);
    CHECK(invite_as(stan, as_inviter) == "accepted team_extra");
    CHECK(invite_as(stan, view_only) == "accepted team_extra");
    CHECK(invite_as(vera, as_admin) == "accepted team_role");
    CHECK(invite_as(vera, as_deleter) == "accepted team_role");
}

TEST_CASE("who looks on makes no service account that does more") {
    State state = many_roles();
    const CreateServiceAccount command{.id = chosen<UserId>(1), .team = vision, .name = "robot"};
    enrol(state, vision, viola, {Role::view_only, minder});
    CHECK(told(decide(state, by(viola), command)) == too_much);
    custom_role(minder, Role::member, ActionSet::of(Action::team_manage_service_accounts))(state);
    enrol(state, vision, viola, {Role::member, minder});
    CHECK(told(decide(state, by(viola), command)) == "accepted team_extra");
}

TEST_CASE("an office of the instance gives nothing to give in a team") {
    // Ana is a member of the team and runs the instance.
    State state = many_roles();
    enrol(state, vision, ana, as_steward);
    CHECK(told(decide(state, by(ana), ChangeRole{vision, mia, as_admin})) == too_much);
    CHECK(told(decide(state, by(ana), ChangeRole{vision, mia, view_only})) ==
          "accepted team_extra");
}
