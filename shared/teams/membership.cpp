// SPDX-License-Identifier: Apache-2.0
#include "shared/teams/membership.h"

#include "shared/base/limits.h"

namespace ensemble::teams {

using namespace records;

void join(Draft& draft, const State& state, TeamId team, UserId user, const Holding& role,
          const Context& context) {
    if (!has_room(state, team)) draft.refuse(Refusal::quota, "members");
    draft.put(Member{.team = team,
                     .user = user,
                     .role = role,
                     .joined_at = context.now,
                     .changed = draft.trace()});
    state.each(Kind::invite, team.value, [&](const Row& row) {
        const auto& invite = std::get<Invite>(row);
        if (invite.user == user) erase_invite(draft, invite);
    });
    settle_project_roles(draft, state, team, user, role);
    const User* who = state.user(user);
    if (who == nullptr || who->kind != UserKind::person) return;
    bool first = true;
    state.each(Kind::team, [&](const Row& row) {
        const auto& other = std::get<Team>(row);
        const bool shared = !other.owner && !other.deleted_at;
        if (shared && state.member(other.id, user) != nullptr) first = false;
    });
    if (!first) return;
    Account account{.user = user};
    if (const Account* known = state.account(user)) account = *known;
    account.default_team = team;
    draft.put(std::move(account));
}

void part(Draft& draft, const State& state, TeamId team, UserId user) {
    draft.erase({Kind::member, team.value, user.value});
    state.each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<Project>(row);
        if (project.team == team && state.project_member(project.id, user) != nullptr)
            draft.erase({Kind::project_member, project.id.value, user.value});
    });
    const Account* account = state.account(user);
    const User* who = state.user(user);
    if (account == nullptr || who == nullptr || account->default_team != team) return;
    Account changed = *account;
    changed.default_team = who->personal_team;
    draft.put(std::move(changed));
}

void settle_project_roles(Draft& draft, const State& state, TeamId team, UserId user,
                          const Holding& role) {
    state.each(Kind::project, [&](const Row& row) {
        const auto& project = std::get<Project>(row);
        const ProjectMember* added =
            project.team == team ? state.project_member(project.id, user) : nullptr;
        if (added == nullptr || added->role.base == Role::none) return;
        if (role.base != Role::view_only && !(added->role == role)) return;
        ProjectMember inherits = *added;
        inherits.role = {Role::none, {}};
        inherits.changed = draft.trace();
        draft.put(std::move(inherits));
    });
}

bool has_room(const State& state, TeamId team) {
    std::size_t members = 0;
    state.each(Kind::member, team.value, [&](const Row&) { ++members; });
    return members < limits::members_per_team_max;
}

bool spare_admin(Draft& draft, const State& state, const Member& admin) {
    const User* user = state.user(admin.user);
    const bool counts = admin.role.base == Role::admin && user != nullptr && !user->deactivated_at;
    if (!counts || admin_count(state, admin.team) > 1) return true;
    return draft.refuse(Refusal::last_admin);
}

void erase_invite(Draft& draft, const Invite& invite) {
    draft.erase({Kind::invite, invite.team.value, invite.id.value});
    if (invite.user) draft.erase({Kind::invitation, invite.user.value, invite.id.value});
}

}  // namespace ensemble::teams
