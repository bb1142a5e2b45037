// SPDX-License-Identifier: Apache-2.0
#include "shared/teams/membership.h"

namespace ensemble::teams {

using namespace records;

void join(Draft& draft, const State& state, TeamId team, UserId user, const Holding& role,
          const Context& context) {
    draft.put(Member{.team = team,
                     .user = user,
                     .role = role,
                     .joined_at = context.now,
                     .changed = draft.trace()});
    const User* who = state.user(user);
    if (who == nullptr || who->kind != UserKind::person) return;
    bool first = true;
    state.each(Kind::team, [&](const Row& row) {
        const auto& other = std::get<Team>(row);
        if (!other.owner && state.member(other.id, user) != nullptr) first = false;
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
