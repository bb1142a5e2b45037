// SPDX-License-Identifier: Apache-2.0
#include "shared/records/standing.h"

namespace ensemble::records {

namespace {

using permissions::Action;
using permissions::Facts;
using permissions::Place;
using permissions::Principal;

Principal principal(const User& user) {
    switch (user.kind) {
    case UserKind::person:
        return Principal::person;
    case UserKind::team_service:
        return Principal::team_service;
    case UserKind::instance_service:
        return Principal::instance_service;
    }
    return Principal::anonymous;
}

permissions::Key reach(const Asker& asker, TeamId team, ProjectId project) {
    if (asker.key == permissions::Key::session) return asker.key;
    const bool other_team = asker.key_team && asker.key_team != team;
    const bool other_project = asker.key_project && asker.key_project != project;
    return other_team || other_project ? permissions::Key::elsewhere : asker.key;
}

// Service accounts of the instance are members of every team that is shared.
std::optional<Holding> holding_without_row(const State& state, TeamId team, const User& user) {
    if (user.kind != UserKind::instance_service) return std::nullopt;
    const Team* shared = state.team(team);
    return shared != nullptr && !shared->owner ? std::optional(Holding{}) : std::nullopt;
}

// What is so wherever they are.
void put_person(const Ground& ground, const User& user, Facts& facts) {
    facts.principal = principal(user);
    facts.active = !user.deactivated_at;
    facts.instance_admin = user.admin;
    facts.creator = ground.creator == user.id;
    facts.switches.users_create_teams = ground.switches.users_create_teams;
    facts.switches.keys_allowed = ground.switches.keys_allowed;
}

// The strongest role in a team that is not personal; `member` for a person who is in none.
void put_strongest_role(const State& state, UserId user, Facts& facts) {
    bool in_some = false;
    state.each(Kind::team, [&](const Row& row) {
        const auto& team = std::get<Team>(row);
        if (team.owner || team.deleted_at) return;
        const auto held = holding(state, team.id, user);
        if (!held) return;
        in_some = true;
        if (held->base > facts.team_role) facts.team_role = held->base;
        facts.team_extra = facts.team_extra.with(extra(state, *held));
    });
    if (!in_some) facts.team_role = Role::member;
}

}  // namespace

std::optional<Holding> holding(const State& state, TeamId team, UserId user) {
    if (const Member* member = state.member(team, user)) return member->role;
    const User* found = state.user(user);
    return found != nullptr ? holding_without_row(state, team, *found) : std::nullopt;
}

std::optional<Holding> holding(const State& state, const Project& project, UserId user) {
    const auto in_team = holding(state, project.team, user);
    const ProjectMember* added = state.project_member(project.id, user);
    if (added == nullptr)
        return project.visibility == Visibility::restricted ? std::nullopt : in_team;
    const bool inherits =
        added->role.base == Role::none || (in_team && in_team->base == Role::view_only);
    return inherits ? in_team : added->role;
}

ActionSet extra(const State& state, const Holding& holding) {
    if (!holding.custom) return {};
    const CustomRole* custom = state.custom_role(holding.custom);
    return custom != nullptr ? custom->extra : ActionSet();
}

ActionSet giveable(const State& state, UserId user, const Target& target) {
    const Project* project = target.project ? state.project(target.project) : nullptr;
    const TeamId team = project != nullptr ? project->team : target.team;
    auto held = holding(state, team, user);
    const bool steers_all = held && held->base == Role::admin;
    if (project != nullptr && !steers_all) held = holding(state, *project, user);
    if (!held) return {};
    const auto own = permissions::actions_of(held->base).with(extra(state, *held));
    return held->base == Role::admin ? own.with(permissions::addable_actions()) : own;
}

Ground::Ground(const State& on, const Target& target)
    : state(on), team_id(target.team), project_id(target.project), creator(target.creator) {
    if (project_id) project = state.project(project_id);
    if (project != nullptr) team_id = project->team;
    const Settings& settings = state.settings();
    const Team* team = state.team(team_id);
    switches.members_invite =
        team != nullptr && team->members_invite && !settings.invites_forbidden;
    switches.users_create_teams = settings.users_create_teams;
    switches.keys_allowed = settings.keys_allowed;
}

permissions::Facts facts(const Ground& ground, const User* user, const Member* member,
                         const ProjectMember* added) {
    Facts facts;
    if (ground.project != nullptr) facts.visibility = ground.project->visibility;
    if (user == nullptr) return facts;
    put_person(ground, *user, facts);
    facts.switches.members_invite = ground.switches.members_invite;
    const auto held = member != nullptr ? std::optional(member->role)
                                        : holding_without_row(ground.state, ground.team_id, *user);
    if (held) {
        facts.team_role = held->base;
        facts.team_extra = extra(ground.state, *held);
    }
    facts.registry_admin = member != nullptr && member->registry_admin;
    if (ground.project == nullptr || added == nullptr) return facts;
    facts.added_to_project = true;
    facts.project_role = added->role.base;
    facts.project_extra = extra(ground.state, added->role);
    return facts;
}

permissions::Facts facts(const State& state, const Asker& asker, Action action,
                         const Target& target) {
    const Ground ground(state, target);
    const Project* project = ground.project;
    const User* user = asker.user && !asker.link_project ? state.user(asker.user) : nullptr;
    Facts facts;
    if (user != nullptr && permissions::place(action) == Place::instance) {
        if (project != nullptr) facts.visibility = project->visibility;
        put_person(ground, *user, facts);
        put_strongest_role(state, user->id, facts);
    } else {
        const UserId id = user != nullptr ? user->id : UserId{};
        facts =
            records::facts(ground, user, state.member(ground.team_id, id),
                           project != nullptr ? state.project_member(project->id, id) : nullptr);
    }
    if (asker.link_project) {
        facts.principal = Principal::share_link;
        facts.added_to_project = asker.link_project == target.project;
    }
    facts.key = reach(asker, ground.team_id, target.project);
    return facts;
}

permissions::Decision may(const State& state, const Asker& asker, Action action,
                          const Target& target) {
    return permissions::decide(facts(state, asker, action, target), action);
}

std::size_t admin_count(const State& state, TeamId team) {
    std::size_t count = 0;
    state.each(Kind::member, team.value, [&](const Row& row) {
        const auto& member = std::get<Member>(row);
        const User* user = state.user(member.user);
        const bool live =
            user != nullptr && !user->deactivated_at && user->kind == UserKind::person;
        if (live && member.role.base == Role::admin) ++count;
    });
    return count;
}

}  // namespace ensemble::records
