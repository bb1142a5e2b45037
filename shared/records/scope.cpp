// SPDX-License-Identifier: Apache-2.0
#include "shared/records/scope.h"

#include <array>

#include "shared/records/standing.h"

namespace ensemble::records {

namespace {

using permissions::Action;

constexpr std::array<std::string_view, 6> names{"instance", "user",    "team",
                                                "invites",  "project", "runs"};

struct ScopeOf {
    Scope operator()(const Settings&) const { return {ScopeKind::instance}; }
    Scope operator()(const User&) const { return {ScopeKind::instance}; }
    Scope operator()(const Account& row) const { return {ScopeKind::user, row.user.value}; }
    Scope operator()(const CustomRole&) const { return {ScopeKind::instance}; }
    Scope operator()(const Team& row) const { return {ScopeKind::team, row.id.value}; }
    Scope operator()(const Member& row) const { return {ScopeKind::team, row.team.value}; }
    Scope operator()(const Invite& row) const { return {ScopeKind::invites, row.team.value}; }
    Scope operator()(const Invitation& row) const { return {ScopeKind::user, row.user.value}; }
    Scope operator()(const Project& row) const { return {ScopeKind::project, row.id.value}; }
    Scope operator()(const ProjectMember& row) const {
        return {ScopeKind::project, row.project.value};
    }
    Scope operator()(const Star& row) const { return {ScopeKind::user, row.user.value}; }
    Scope operator()(const Run& row) const { return {ScopeKind::runs, row.project.value}; }
};

bool sees_team(const State& state, const Asker& asker, TeamId id, Action action) {
    const Team* team = state.team(id);
    if (team == nullptr) return false;
    if (!team->deleted_at) return may(state, asker, action, {id, {}, {}}).allowed;
    return action == Action::team_read && may(state, asker, Action::org_delete_team, {}).allowed;
}

// Who sees a project need not see its team: a page without the team's row has the project from a
// daemon that vouches for it.
bool team_deleted(const State& state, TeamId id) {
    const Team* team = state.team(id);
    return team != nullptr && team->deleted_at;
}

bool sees_project(const State& state, const Asker& asker, ProjectId id) {
    const Project* project = state.project(id);
    if (project == nullptr || team_deleted(state, project->team)) return false;
    const Target target{project->team, id, project->author};
    if (project->deleted_at) return may(state, asker, Action::project_delete, target).allowed;
    return may(state, asker, Action::project_read, target).allowed ||
           may(state, asker, Action::project_manage_members, target).allowed;
}

bool sees_runs(const State& state, const Asker& asker, ProjectId id) {
    const Project* project = state.project(id);
    if (project == nullptr || project->deleted_at || team_deleted(state, project->team))
        return false;
    return may(state, asker, Action::run_read, {project->team, id, {}}).allowed;
}

}  // namespace

std::string text(Scope scope) {
    std::string text(names[static_cast<std::size_t>(scope.kind) - 1]);
    if (scope.kind != ScopeKind::instance) text += ":" + std::to_string(scope.id);
    return text;
}

std::optional<Scope> scope(std::string_view text) {
    const auto colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] != name) continue;
        Scope scope{static_cast<ScopeKind>(i + 1), 0};
        if (scope.kind == ScopeKind::instance)
            return colon == std::string_view::npos ? std::optional(scope) : std::nullopt;
        if (colon == std::string_view::npos) return std::nullopt;
        const std::string_view digits = text.substr(colon + 1);
        if (digits.empty() || digits.size() > 16) return std::nullopt;
        for (const char c : digits) {
            if (c < '0' || c > '9') return std::nullopt;
            scope.id = scope.id * 10 + (c - '0');
        }
        return scope;
    }
    return std::nullopt;
}

Scope scope_of(const Row& row) {
    return std::visit(ScopeOf{}, row);
}

bool visible(const State& state, UserId user, Scope scope) {
    const User* found = state.user(user);
    if (found == nullptr || found->deactivated_at) return false;
    const Asker asker{.user = user};
    switch (scope.kind) {
    case ScopeKind::instance:
        return scope.id == 0;
    case ScopeKind::user:
        return scope.id == user.value;
    case ScopeKind::team:
        return sees_team(state, asker, TeamId{scope.id}, Action::team_read);
    case ScopeKind::invites:
        return sees_team(state, asker, TeamId{scope.id}, Action::team_invite);
    case ScopeKind::project:
        return sees_project(state, asker, ProjectId{scope.id});
    case ScopeKind::runs:
        return sees_runs(state, asker, ProjectId{scope.id});
    }
    return false;
}

std::vector<Scope> standing_scopes(const State& state, UserId user) {
    std::vector<Scope> scopes;
    const auto add = [&](Scope scope) {
        if (visible(state, user, scope)) scopes.push_back(scope);
    };
    add({ScopeKind::instance});
    add({ScopeKind::user, user.value});
    state.each(Kind::team, [&](const Row& row) {
        add({ScopeKind::team, std::get<Team>(row).id.value});
    });
    state.each(Kind::team, [&](const Row& row) {
        add({ScopeKind::invites, std::get<Team>(row).id.value});
    });
    state.each(Kind::project, [&](const Row& row) {
        add({ScopeKind::project, std::get<Project>(row).id.value});
    });
    return scopes;
}

}  // namespace ensemble::records
