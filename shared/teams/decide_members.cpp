// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "shared/records/scope.h"
#include "shared/teams/commands.h"
#include "shared/teams/membership.h"

namespace ensemble::teams {

using permissions::Action;
using namespace records;

namespace {

// A member of a team that is not somebody's personal one.
const Member* member_of(Draft& draft, const State& state, TeamId team_id, UserId user) {
    const Team* team = draft.team(team_id);
    if (team == nullptr) return nullptr;
    const Member* member = state.member(team_id, user);
    if (member == nullptr) {
        draft.refuse(Refusal::gone, "member");
        return nullptr;
    }
    if (!team->owner) return member;
    draft.refuse(Refusal::invalid, "team");
    return nullptr;
}

void become(Draft& draft, const State& state, const Member& member, const Holding& role) {
    if (member.role == role) return;
    Member changed = member;
    changed.role = role;
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    settle_project_roles(draft, state, member.team, member.user, role);
}

}  // namespace

Verdict decide(const State& state, const Context& context, const ChangeRole& command) {
    Draft draft(state, context);
    const Member* member = member_of(draft, state, command.team, command.user);
    if (member == nullptr || !draft.may(Action::team_set_role, {command.team}) ||
        !draft.may_give(command.role, {command.team}) ||
        !draft.may_give(member->role, {command.team}))
        return draft.verdict();
    const User* user = draft.user(command.user);
    if (user == nullptr) return draft.verdict();
    if (command.role.base == Role::admin && user->kind != UserKind::person)
        draft.refuse(Refusal::invalid, "role");
    if (command.role.base != Role::admin) spare_admin(draft, state, *member);
    become(draft, state, *member, command.role);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetRegistryAdmin& command) {
    Draft draft(state, context);
    const Member* member = member_of(draft, state, command.team, command.user);
    if (member == nullptr || !draft.may(Action::registry_manage_members, {command.team}))
        return draft.verdict();
    const User* user = draft.user(command.user);
    if (command.on && user != nullptr && user->deactivated_at)
        draft.refuse(Refusal::invalid, "user");
    if (member->registry_admin == command.on) return draft.verdict();
    Member changed = *member;
    changed.registry_admin = command.on;
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RemoveMember& command) {
    Draft draft(state, context);
    const Member* member = member_of(draft, state, command.team, command.user);
    if (member == nullptr || !draft.may(Action::team_remove_member, {command.team}))
        return draft.verdict();
    const User* user = state.user(command.user);
    if (user != nullptr && user->kind != UserKind::person) draft.refuse(Refusal::invalid, "user");
    if (!draft.may_give(member->role, {command.team})) return draft.verdict();
    if (spare_admin(draft, state, *member)) part(draft, state, command.team, command.user);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const LeaveTeam& command) {
    Draft draft(state, context);
    const User* user = draft.self();
    if (user == nullptr) return draft.verdict();
    const Member* member = member_of(draft, state, command.team, user->id);
    if (member == nullptr) return draft.verdict();
    if (spare_admin(draft, state, *member)) part(draft, state, command.team, member->user);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const AppointAdmin& command) {
    Draft draft(state, context);
    // Also of a deleted team, so that one without an admin can be restored.
    const Team* team = state.team(command.team);
    if (!visible(state, context.asker.user, {ScopeKind::team, command.team.value}))
        draft.refuse(Refusal::gone, "team");
    const User* user = draft.user(command.user);
    if (!draft.may(Action::org_appoint_admin, {}) || team == nullptr || user == nullptr)
        return draft.verdict();
    const bool said = command.reason.find_first_not_of(" \t\r\n") != std::string::npos;
    if (!said) draft.refuse(Refusal::invalid, "reason");
    draft.text("reason", command.reason, limits::reason_bytes_max);
    if (team->owner) draft.refuse(Refusal::invalid, "team");
    if (user->kind != UserKind::person || user->deactivated_at)
        draft.refuse(Refusal::invalid, "user");
    const Member* member = state.member(command.team, command.user);
    if (member == nullptr) {
        join(draft, state, command.team, command.user, {Role::admin, {}}, context);
        return draft.verdict();
    }
    become(draft, state, *member, {Role::admin, {}});
    return draft.verdict();
}

}  // namespace ensemble::teams
