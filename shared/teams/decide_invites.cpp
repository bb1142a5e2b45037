// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/teams/commands.h"
#include "shared/teams/membership.h"

namespace ensemble::teams {

using permissions::Action;
using namespace records;

namespace {

constexpr std::int64_t invite_ms = 14ll * 24 * 60 * 60 * 1000;

// One id never names two invites, of whatever team: the link to one is no link to the other.
bool id_taken(const State& state, const InviteMember& command) {
    bool taken = state.invitation(command.user, command.id) != nullptr;
    state.each(Kind::invite,
               [&](const Row& row) { taken |= std::get<Invite>(row).id == command.id; });
    return taken;
}

bool invited_already(const State& state, const InviteMember& command) {
    bool known = false;
    state.each(Kind::invite, command.team.value, [&](const Row& row) {
        const auto& invite = std::get<Invite>(row);
        if (command.user ? invite.user == command.user
                         : !invite.email.empty() && same_name(invite.email, command.email))
            known = true;
    });
    return known;
}

bool check_invitee(Draft& draft, const State& state, const InviteMember& command) {
    if (!command.user) {
        if (!is_address(command.email)) return draft.refuse(Refusal::invalid, "email");
    } else {
        const User* user = draft.user(command.user);
        if (user == nullptr) return false;
        if (user->kind != UserKind::person || user->deactivated_at || !command.email.empty())
            return draft.refuse(Refusal::invalid, "user");
        if (state.member(command.team, command.user) != nullptr)
            return draft.refuse(Refusal::conflict, "member");
    }
    if (invited_already(state, command)) return draft.refuse(Refusal::conflict, "invite");
    return true;
}

void put_invite(Draft& draft, const Team& team, const Invite& invite) {
    draft.put(invite);
    if (!invite.user) return;
    draft.put(Invitation{.user = invite.user,
                         .id = invite.id,
                         .team = team.id,
                         .team_name = team.name,
                         .role = invite.role,
                         .inviter = invite.inviter,
                         .expires_at = invite.expires_at});
}

// The invite, if the asker may steer it.
const Invite* steered(Draft& draft, const State& state, TeamId team, InviteId id) {
    if (draft.team(team) == nullptr || !draft.may(Action::team_invite, {team})) return nullptr;
    const Invite* invite = state.invite(team, id);
    if (invite == nullptr) draft.refuse(Refusal::gone, "invite");
    return invite;
}

struct Received {
    TeamId team;
    InviteId id;
    Holding role;
    Instant expires_at;
};

// The invite, if it is meant for the asker. A page knows only what the invited user sees of it.
std::optional<Received> received(Draft& draft, const State& state, const Context& context,
                                 TeamId team, InviteId id) {
    const User* user = draft.self();
    if (user == nullptr) return std::nullopt;
    if (const Invitation* own = state.invitation(user->id, id); own != nullptr && own->team == team)
        return Received{team, id, own->role, own->expires_at};
    const Invite* invite = state.invite(team, id);
    if (invite != nullptr && context.proven_invite == id && !invite->user)
        return Received{team, id, invite->role, invite->expires_at};
    draft.refuse(Refusal::gone, "invite");
    return std::nullopt;
}

void erase_received(Draft& draft, const State& state, const Context& context, const Received& got) {
    if (const Invite* invite = state.invite(got.team, got.id)) return erase_invite(draft, *invite);
    draft.erase({Kind::invite, got.team.value, got.id.value});
    draft.erase({Kind::invitation, context.asker.user.value, got.id.value});
}

}  // namespace

Verdict decide(const State& state, const Context& context, const InviteMember& command) {
    Draft draft(state, context);
    const Team* team = draft.team(command.team);
    if (team == nullptr || !draft.may(Action::team_invite, {team->id})) return draft.verdict();
    if (team->owner) draft.refuse(Refusal::invalid, "team");
    draft.fresh(command.id.value, id_taken(state, command));
    if (!draft.may_give(command.role, {team->id}) || !check_invitee(draft, state, command))
        return draft.verdict();
    std::size_t invites = 0;
    state.each(Kind::invite, team->id.value, [&](const Row&) { ++invites; });
    if (!has_room(state, team->id)) draft.refuse(Refusal::quota, "members");
    if (invites >= limits::invites_per_team_max) draft.refuse(Refusal::quota, "invites");
    put_invite(draft, *team,
               Invite{.id = command.id,
                      .team = team->id,
                      .user = command.user,
                      .email = command.email,
                      .role = command.role,
                      .inviter = context.asker.user,
                      .created_at = context.now,
                      .expires_at = {context.now.ms + invite_ms}});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const WithdrawInvite& command) {
    Draft draft(state, context);
    const Invite* invite = steered(draft, state, command.team, command.invite);
    if (invite == nullptr) return draft.verdict();
    const bool own = invite->inviter == context.asker.user;
    if (own || draft.may_give(invite->role, {command.team})) erase_invite(draft, *invite);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const ResendInvite& command) {
    Draft draft(state, context);
    const Invite* invite = steered(draft, state, command.team, command.invite);
    const Team* team = state.team(command.team);
    if (invite == nullptr || team == nullptr || !draft.may_give(invite->role, {command.team}))
        return draft.verdict();
    Invite longer = *invite;
    longer.expires_at = {context.now.ms + invite_ms};
    put_invite(draft, *team, longer);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const AcceptInvite& command) {
    Draft draft(state, context);
    const auto got = received(draft, state, context, command.team, command.invite);
    if (!got) return draft.verdict();
    const Team* team = state.team(command.team);
    if (got->expires_at <= context.now || (team != nullptr && team->deleted_at))
        draft.refuse(Refusal::gone, "invite");
    if (state.member(command.team, context.asker.user) != nullptr)
        draft.refuse(Refusal::conflict, "member");
    erase_received(draft, state, context, *got);
    join(draft, state, command.team, context.asker.user, got->role, context);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeclineInvite& command) {
    Draft draft(state, context);
    const auto got = received(draft, state, context, command.team, command.invite);
    if (got) erase_received(draft, state, context, *got);
    return draft.verdict();
}

}  // namespace ensemble::teams
