// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "shared/teams/commands.h"
#include "tests/support/verdicts.h"
#include "tests/support/world.h"

// What the invited do.

using namespace ensemble;
using namespace ensemble::tests;
using teams::AcceptInvite;
using teams::DeclineInvite;

namespace {

const records::Key invite_key{Kind::invite, vision.value, to_nils.value};
const records::Key invitation_key{Kind::invitation, nils.value, to_nils.value};

Verdict accept(const State& state, UserId asker, InviteId id = to_nils, TeamId team = vision) {
    return decide(state, by(asker), AcceptInvite{team, id});
}

// With the link in hand.
Context holding_link(UserId user, InviteId id) {
    Context context = by(user);
    context.proven_invite = id;
    return context;
}

Member joined(UserId user, Holding role) {
    return {.team = vision, .user = user, .role = role, .joined_at = now, .changed = {user, now}};
}

}  // namespace

TEST_CASE("who accepts is in the team as what they were invited; runs of newcomers go there") {
    const State state = world();
    Account account = *state.account(nils);
    account.default_team = vision;
    CHECK(difference(accept(state, nils), {.put = {joined(nils, as_member), account},
                                           .erased = {invite_key, invitation_key}}) == "");
}

TEST_CASE(
    "who is in another team already keeps where their runs go; a deleted one does not count") {
    const State elsewhere = with(role_in_team(nils, as_member, audio));
    CHECK(difference(accept(elsewhere, nils), {.put = {joined(nils, as_member)},
                                               .erased = {invite_key, invitation_key}}) == "");
    const State was = with(role_in_team(nils, as_member, gone_team));
    CHECK(after(was, accept(was, nils)).account(nils)->default_team == vision);
}

TEST_CASE("whoever holds the link to an address's invite may accept it") {
    const State state = world();
    Account account = *state.account(gus);
    account.default_team = vision;
    CHECK(difference(decide(state, holding_link(gus, by_mail), AcceptInvite{vision, by_mail}),
                     {.put = {joined(gus, view_only), account,
                              // A guest who becomes view-only in the team is so in its projects.
                              ProjectMember{secret, gus, inherits, {gus, now}}},
                      .erased = {{Kind::invite, vision.value, by_mail.value}}}) == "");
    check({
        {"without the link", accept(state, otto, by_mail), "gone invite"},
        {"with the link to another one",
         decide(state, holding_link(otto, to_nils), AcceptInvite{vision, by_mail}), "gone invite"},
        {"the link to somebody's own invite",
         decide(state, holding_link(otto, to_nils), AcceptInvite{vision, to_nils}), "gone invite"},
    });
}

TEST_CASE("by the link one takes what was sent by name along, and is in the team once") {
    const State state = world();
    CHECK(difference(decide(state, holding_link(nils, by_mail), AcceptInvite{vision, by_mail}),
                     {.put = {joined(nils, view_only),
                              [&] {
                                  Account account = *state.account(nils);
                                  account.default_team = vision;
                                  return account;
                              }()},
                      .erased = {{Kind::invite, vision.value, by_mail.value},
                                 invite_key,
                                 invitation_key}}) == "");
    const State in = after(state, accept(state, nils));
    CHECK(told(decide(in, holding_link(nils, by_mail), AcceptInvite{vision, by_mail})) ==
          "conflict member");
}

TEST_CASE("an invite is good until it expires, is withdrawn, or its team is deleted") {
    const State state = world();
    const auto expiring = [](Instant at) {
        return [at](State& in) {
            Invite changed = *in.invite(vision, to_nils);
            changed.expires_at = at;
            invite(in, changed);
        };
    };
    State withdrawn = state;
    withdrawn.erase(invite_key);
    withdrawn.erase(invitation_key);
    check({
        {"a moment left", accept(with(expiring({now.ms + 1})), nils), "accepted"},
        {"none left", accept(with(expiring(now)), nils), "gone invite"},
        {"withdrawn", accept(withdrawn, nils), "gone invite"},
        {"missing", accept(state, nils, missing_invite), "gone invite"},
        {"of another team", accept(state, nils, to_nils, audio), "gone invite"},
        {"somebody else's", accept(state, otto), "gone invite"},
        {"the team deleted", accept(with(deleted_team(vision)), nils), "gone invite"},
        {"in the team already", accept(with(role_in_team(nils, view_only)), nils),
         "conflict member"},
        {"a service account", accept(state, bot), "forbidden service_account"},
        {"deactivated", accept(with(deactivated(nils)), nils), "forbidden deactivated"},
    });
}

TEST_CASE("a page that knows only the invitation foretells the same") {
    State page;
    settle(page, person(nils, "nils"));
    page.put(*world().invitation(nils, to_nils));
    Account account = *page.account(nils);
    account.default_team = vision;
    CHECK(difference(accept(page, nils), {.put = {joined(nils, as_member), account},
                                          .erased = {invite_key, invitation_key}}) == "");
    CHECK(difference(decide(page, by(nils), DeclineInvite{vision, to_nils}),
                     {.erased = {invite_key, invitation_key}}) == "");
}

TEST_CASE("who declines is invited no more") {
    const State state = world();
    CHECK(difference(decide(state, by(nils), DeclineInvite{vision, to_nils}),
                     {.erased = {invite_key, invitation_key}}) == "");
    CHECK(difference(decide(state, holding_link(otto, by_mail), DeclineInvite{vision, by_mail}),
                     {.erased = {{Kind::invite, vision.value, by_mail.value}}}) == "");
    check({
        {"somebody else's", decide(state, by(otto), DeclineInvite{vision, to_nils}), "gone invite"},
        {"an address's without the link", decide(state, by(otto), DeclineInvite{vision, by_mail}),
         "gone invite"},
        {"missing", decide(state, by(nils), DeclineInvite{vision, missing_invite}), "gone invite"},
    });
}

TEST_CASE("who is appointed need not accept any more") {
    const State state = world();
    const State then =
        after(state, decide(state, by(ana), teams::AppointAdmin{vision, nils, "needed"}));
    CHECK(then.invite(vision, to_nils) == nullptr);
    CHECK(then.invitation(nils, to_nils) == nullptr);
    CHECK(then.invite(vision, by_mail) != nullptr);
}
