// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/reference.h"

#include "tests/shared/permissions/reference.h"

namespace ensemble::simulation {

using permissions::Facts;
using permissions::Principal;
using permissions::Role;
using permissions::Visibility;
using records::Kind;
using records::ScopeKind;
using records::UserKind;

const records::User* Reference::user(UserId id) const {
    return row<records::User>({Kind::user, id.value});
}
const records::Team* Reference::team(TeamId id) const {
    return row<records::Team>({Kind::team, id.value});
}
const records::Project* Reference::project(ProjectId id) const {
    return row<records::Project>({Kind::project, id.value});
}
const records::Run* Reference::run(RunId id) const {
    return row<records::Run>({Kind::run, id.value});
}
records::Settings Reference::settings() const {
    const auto* settings = row<records::Settings>({Kind::settings});
    return settings != nullptr ? *settings : records::Settings();
}

const records::Holding* Reference::holding(TeamId team_id, UserId who) const {
    static const records::Holding plain_member;
    if (const auto* member = row<records::Member>({Kind::member, team_id.value, who.value}))
        return &member->role;
    const records::User* known = user(who);
    const bool of_instance = known != nullptr && known->kind == UserKind::instance_service;
    return of_instance ? &plain_member : nullptr;
}

permissions::ActionSet Reference::extra(const records::Holding& holding) const {
    const auto* custom = row<records::CustomRole>({Kind::custom_role, holding.custom.value});
    return holding.custom && custom != nullptr ? custom->extra : permissions::ActionSet();
}

bool Reference::may(UserId who, Action action, TeamId team_id, ProjectId project_id,
                    UserId creator) const {
    Facts facts;
    const records::User* asker = user(who);
    const records::Project* about = project_id ? project(project_id) : nullptr;
    if (about != nullptr) {
        team_id = about->team;
        facts.visibility = about->visibility;
    }
    if (asker == nullptr) return permissions::reference::decide(facts, action).allowed;
    facts.principal = asker->kind == UserKind::person         ? Principal::person
                      : asker->kind == UserKind::team_service ? Principal::team_service
                                                              : Principal::instance_service;
    facts.active = !asker->deactivated_at;
    facts.instance_admin = asker->admin;
    facts.creator = creator == who;
    const records::Settings instance = settings();
    facts.switches.users_create_teams = instance.users_create_teams;
    facts.switches.keys_allowed = instance.keys_allowed;
    if (const records::Holding* held = holding(team_id, who)) {
        facts.team_role = held->base;
        facts.team_extra = extra(*held);
    }
    if (const auto* member = row<records::Member>({Kind::member, team_id.value, who.value}))
        facts.registry_admin = member->registry_admin;
    const records::Team* where = team(team_id);
    facts.switches.members_invite =
        where != nullptr && where->members_invite && !instance.invites_forbidden;
    const auto* added =
        row<records::ProjectMember>({Kind::project_member, project_id.value, who.value});
    if (about != nullptr && added != nullptr) {
        facts.added_to_project = true;
        facts.project_role = added->role.base;
        facts.project_extra = extra(added->role);
    }
    return permissions::reference::decide(facts, action).allowed;
}

// What is deleted is seen by those who may restore it; who was invited is not.
bool Reference::sees_team(UserId who, TeamId id, Action action) const {
    const records::Team* known = team(id);
    if (known == nullptr) return false;
    if (known->deleted_at)
        return action == Action::team_read && may(who, Action::org_delete_team, {});
    return may(who, action, id);
}

bool Reference::visible(UserId who, Scope scope) const {
    const records::User* asker = user(who);
    if (asker == nullptr || asker->deactivated_at) return false;
    if (scope.kind == ScopeKind::instance) return scope.id == 0;
    if (scope.kind == ScopeKind::user) return scope.id == who.value;
    if (scope.kind == ScopeKind::team) return sees_team(who, TeamId{scope.id}, Action::team_read);
    if (scope.kind == ScopeKind::invites)
        return sees_team(who, TeamId{scope.id}, Action::team_invite);
    const ProjectId id{scope.id};
    const records::Project* about = project(id);
    const records::Team* owner = about != nullptr ? team(about->team) : nullptr;
    if (owner == nullptr || owner->deleted_at) return false;
    if (scope.kind == ScopeKind::runs)
        return !about->deleted_at && may(who, Action::run_read, owner->id, id);
    if (about->deleted_at) return may(who, Action::project_delete, owner->id, id, about->author);
    return may(who, Action::project_read, owner->id, id, about->author) ||
           may(who, Action::project_manage_members, owner->id, id, about->author);
}

}  // namespace ensemble::simulation
