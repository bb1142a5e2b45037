// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/base/limits.h"
#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// Inviting, withdrawing and sending again.

using namespace ensemble;
using namespace ensemble::tests;
using teams::InviteMember;
using teams::ResendInvite;
using teams::WithdrawInvite;

namespace {

const InviteId fresh = chosen<InviteId>(1);
constexpr std::int64_t invite_ms = 14 * day_ms;

InviteMember invitation_of(UserId user, Holding role = as_member) {
    return {.id = fresh, .team = vision, .user = user, .role = role};
}

Verdict ask(const State& state, UserId asker, const InviteMember& command) {
    return decide(state, by(asker), command);
}

Verdict by_address(const State& state, std::string email) {
    return decide(
        state, by(vera),
        InviteMember{.id = fresh, .team = vision, .email = std::move(email), .role = as_member});
}

const auto members_invite =
    edited<Team>({Kind::team, vision.value}, [](Team& team) { team.members_invite = true; });

// So many more rows of members or invites that the team holds exactly `count`.
auto filled_to(Kind kind, std::size_t count) {
    return [=](State& state) {
        std::size_t there = 0;
        state.each(kind, vision.value, [&](const Row&) { ++there; });
        for (std::int64_t id = 10'000; there < count; ++id, ++there) {
            if (kind == Kind::member)
                state.put(Member{.team = vision, .user = {id}, .role = view_only});
            else
                state.put(Invite{.id = {id}, .team = vision, .email = std::to_string(id) + "@x"});
        }
    };
}

}  // namespace

TEST_CASE("an invited user sees an invitation, the team's admins an invite, both for a fortnight") {
    const State state = world();
    const Instant until{now.ms + invite_ms};
    const Verdict verdict = ask(state, vera, invitation_of(otto, as_steward));
    CHECK(difference(verdict, {.put = {Invite{.id = fresh,
                                              .team = vision,
                                              .user = otto,
                                              .role = as_steward,
                                              .inviter = vera,
                                              .created_at = now,
                                              .expires_at = until},
                                       Invitation{.user = otto,
                                                  .id = fresh,
                                                  .team = vision,
                                                  .team_name = "vision",
                                                  .role = as_steward,
                                                  .inviter = vera,
                                                  .expires_at = until}}}) == "");
    CHECK(difference(by_address(state, "ann@example.org"),
                     {.put = {Invite{.id = fresh,
                                     .team = vision,
                                     .email = "ann@example.org",
                                     .role = as_member,
                                     .inviter = vera,
                                     .created_at = now,
                                     .expires_at = until}}}) == "");
}

TEST_CASE("admins invite, members where the team lets them and the instance does not forbid it") {
    const State state = world();
    const State lets = with(members_invite);
    const State forbids = with(members_invite, switched(&Settings::invites_forbidden));
    check({
        {"an admin", ask(state, vera, invitation_of(otto)), "accepted team_role"},
        {"a custom role", ask(state, carl, invitation_of(otto)), "accepted team_extra"},
        {"a member", ask(state, mia, invitation_of(otto)), "forbidden role_lacks admin"},
        {"a member, let", ask(lets, mia, invitation_of(otto)), "accepted members_invite"},
        {"a member, let and forbidden", ask(forbids, mia, invitation_of(otto)),
         "forbidden role_lacks admin"},
        {"an admin, whatever is forbidden", ask(forbids, vera, invitation_of(otto)),
         "accepted team_role"},
        {"a view-only member, let", ask(lets, viola, invitation_of(otto)),
         "forbidden role_lacks admin"},
        {"a service account", ask(lets, bot, invitation_of(otto)),
         "forbidden service_account admin"},
        {"an admin of the instance", ask(lets, ana, invitation_of(otto)),
         "forbidden not_a_member admin"},
        {"a stranger", ask(lets, otto, invitation_of(otto)), "gone team"},
    });
}

TEST_CASE("who is invited is a live person outside of the team, once") {
    const State state = world();
    const auto to = [&](UserId user) { return ask(state, vera, invitation_of(user)); };
    InviteMember both = invitation_of(otto);
    both.email = "otto@example.org";
    InviteMember to_own_team = invitation_of(otto);
    to_own_team.team = personal(vera);
    check({
        {"a member", to(mia), "conflict member"},
        {"themselves", to(vera), "conflict member"},
        {"who is invited", to(nils), "conflict invite"},
        {"deactivated", to(dora), "invalid user"},
        {"deactivated and outside", ask(with(deactivated(otto)), vera, invitation_of(otto)),
         "invalid user"},
        {"a service account", to(fleet), "invalid user"},
        {"missing", to(missing_user), "gone user"},
        {"by name and address", ask(state, vera, both), "invalid user"},
        {"to a personal team", ask(state, vera, to_own_team), "invalid team"},
        {"no address", by_address(state, ""), "invalid email"},
        {"a wrong address", by_address(state, "ann"), "invalid email"},
        {"an address that ends a header", by_address(state, "a@b\r\nBcc: c@d"), "invalid email"},
        {"who is invited by address", by_address(state, "NEW@example.org"), "conflict invite"},
    });
}

TEST_CASE("an invite has an id that no other has, of whatever team") {
    State state = world();
    invite(state, {.id = fresh, .team = audio, .email = "x@example.org", .role = as_member});
    CHECK(told(ask(state, vera, invitation_of(otto))) == "conflict id");
    InviteMember small = invitation_of(otto);
    small.id = to_nils;
    CHECK(told(ask(state, vera, small)) == "invalid id");
}

TEST_CASE("a team has so many members and so many invites, and no more") {
    constexpr std::size_t members = limits::members_per_team_max;
    constexpr std::size_t invites = limits::invites_per_team_max;
    check({
        {"room for one member",
         ask(with(filled_to(Kind::member, members - 1)), vera, invitation_of(otto)),
         "accepted team_role"},
        {"no room", ask(with(filled_to(Kind::member, members)), vera, invitation_of(otto)),
         "quota members"},
        {"room for one invite",
         ask(with(filled_to(Kind::invite, invites - 1)), vera, invitation_of(otto)),
         "accepted team_role"},
        {"no room for it", ask(with(filled_to(Kind::invite, invites)), vera, invitation_of(otto)),
         "quota invites"},
    });
    const State full = with(filled_to(Kind::member, members));
    check({
        {"an invite from before", decide(full, by(nils), teams::AcceptInvite{vision, to_nils}),
         "quota members"},
        {"an appointment", decide(full, by(ana), teams::AppointAdmin{vision, otto, "x"}),
         "quota members"},
        {"a service account",
         decide(
             full, by(vera),
             teams::CreateServiceAccount{.id = chosen<UserId>(1), .team = vision, .name = "robot"}),
         "quota members"},
    });
    CHECK(told(decide(with(filled_to(Kind::member, members - 1)), by(nils),
                      teams::AcceptInvite{vision, to_nils})) == "accepted");
}

TEST_CASE("a withdrawn invite is gone for the invited, too") {
    const State state = world();
    CHECK(difference(decide(state, by(vera), WithdrawInvite{vision, to_nils}),
                     {.erased = {{Kind::invite, vision.value, to_nils.value},
                                 {Kind::invitation, nils.value, to_nils.value}}}) == "");
    CHECK(difference(decide(state, by(vera), WithdrawInvite{vision, by_mail}),
                     {.erased = {{Kind::invite, vision.value, by_mail.value}}}) == "");
}

TEST_CASE("an invite that is sent again lasts longer, and is otherwise as it was") {
    const State state = world();
    Invite invite_then = *state.invite(vision, to_nils);
    Invitation invitation_then = *state.invitation(nils, to_nils);
    invite_then.expires_at = invitation_then.expires_at = {now.ms + invite_ms};
    CHECK(difference(decide(state, by(carl), ResendInvite{vision, to_nils}),
                     {.put = {invite_then, invitation_then}}) == "");
}

TEST_CASE("whoever may invite steers invites, but none to more than they have themselves") {
    State state = with(members_invite);
    const InviteId to_admin{610};
    invite(state, {.id = to_admin,
                   .team = vision,
                   .user = otto,
                   .role = as_admin,
                   .inviter = vera,
                   .expires_at = {now.ms - 1}});
    const auto withdraw = [&](UserId asker, InviteId id) {
        return decide(state, by(asker), WithdrawInvite{vision, id});
    };
    const auto resend = [&](UserId asker, InviteId id) {
        return decide(state, by(asker), ResendInvite{vision, id});
    };
    const State demoted = [&] {
        State in = state;
        enrol(in, vision, vera, as_member);
        return in;
    }();
    check({
        {"a member withdraws a member's", withdraw(mia, to_nils), "accepted members_invite"},
        {"a member withdraws an admin's", withdraw(mia, to_admin),
         "forbidden role_lacks admin role"},
        {"a member revives an admin's", resend(mia, to_admin), "forbidden role_lacks admin role"},
        {"an admin revives it", resend(vera, to_admin), "accepted team_role"},
        {"the inviter takes it back as a member",
         decide(demoted, by(vera), WithdrawInvite{vision, to_admin}), "accepted members_invite"},
        {"and cannot lengthen it", decide(demoted, by(vera), ResendInvite{vision, to_admin}),
         "forbidden role_lacks admin role"},
        {"missing", withdraw(vera, missing_invite), "gone invite"},
        {"missing to send", resend(vera, missing_invite), "gone invite"},
        {"a view-only member", withdraw(viola, to_nils), "forbidden role_lacks admin"},
        {"a view-only member sends", resend(viola, to_nils), "forbidden role_lacks admin"},
        {"the invited", withdraw(nils, to_nils), "gone team"},
        {"a stranger", resend(otto, to_nils), "gone team"},
    });
}
