// SPDX-License-Identifier: Apache-2.0
#include "shared/base/limits.h"
#include "shared/projects/commands.h"
#include "shared/records/names.h"
#include "shared/records/scope.h"

namespace ensemble::projects {

using permissions::Action;
using namespace records;

namespace {

bool may(Draft& draft, Action action, const Project& project) {
    return draft.may(action, {project.team, project.id, project.author});
}

bool free_name(Draft& draft, const State& state, TeamId team, std::string_view name) {
    const std::string_view fault = fault_of_project_name(name);
    if (!fault.empty()) return draft.refuse(Refusal::invalid, "name", fault);
    if (state.project_named(team, name) == nullptr) return true;
    constexpr int tries_max = 100;
    for (int i = 2; i < tries_max; ++i) {
        const std::string free = std::string(name) + "-" + std::to_string(i);
        if (state.project_named(team, free) == nullptr)
            return draft.refuse(Refusal::conflict, "name", free);
    }
    return draft.refuse(Refusal::conflict, "name");
}

// Open and public need that neither the team nor the instance keeps projects private.
bool visibility_offered(Draft& draft, const State& state, const Team& team, Visibility wanted) {
    if (wanted != Visibility::open && wanted != Visibility::public_) return true;
    if (state.settings().private_only) return draft.refuse(Refusal::enforced, "instance");
    if (team.private_only) return draft.refuse(Refusal::enforced, "team");
    return true;
}

}  // namespace

Verdict decide(const State& state, const Context& context, const CreateProject& command) {
    Draft draft(state, context);
    const Team* team = draft.team(command.team);
    if (team == nullptr || !draft.may(Action::project_create, {team->id})) return draft.verdict();
    if (!command.id || state.project(command.id) != nullptr) draft.refuse(Refusal::conflict, "id");
    if (!free_name(draft, state, team->id, command.name) ||
        !visibility_offered(draft, state, *team, command.visibility))
        return draft.verdict();
    draft.put(Project{.id = command.id,
                      .team = team->id,
                      .name = command.name,
                      .author = context.asker.user,
                      .visibility = command.visibility,
                      .created_at = context.now,
                      .changed = draft.trace()});
    if (command.visibility == Visibility::restricted)
        draft.put(ProjectMember{.project = command.id,
                                .user = context.asker.user,
                                .role = {Role::none, {}},
                                .changed = draft.trace()});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RenameProject& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_update, *project)) return draft.verdict();
    if (project->name != command.name && !free_name(draft, state, project->team, command.name))
        return draft.verdict();
    Project changed = *project;
    changed.name = command.name;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DescribeProject& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_update, *project) ||
        !draft.text("description", command.description, limits::intro_bytes_max))
        return draft.verdict();
    Project changed = *project;
    changed.description = command.description;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetVisibility& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_set_visibility, *project))
        return draft.verdict();
    const Team* team = state.team(project->team);
    if (team == nullptr || !visibility_offered(draft, state, *team, command.visibility))
        return draft.verdict();
    const bool was_restricted = project->visibility == Visibility::restricted;
    if (was_restricted && command.visibility != Visibility::team &&
        command.visibility != Visibility::restricted)
        draft.refuse(Refusal::invalid, "visibility");
    Project changed = *project;
    changed.visibility = command.visibility;
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    // Whoever closes the door stays inside.
    const bool closes = command.visibility == Visibility::restricted && !was_restricted;
    if (closes && state.project_member(project->id, context.asker.user) == nullptr &&
        holding(state, project->team, context.asker.user))
        draft.put(ProjectMember{.project = project->id,
                                .user = context.asker.user,
                                .role = {Role::none, {}},
                                .changed = draft.trace()});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetProjectRole& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_manage_members, *project))
        return draft.verdict();
    const User* user = draft.user(command.user);
    if (user == nullptr) return draft.verdict();
    const auto in_team = holding(state, project->team, user->id);
    if (command.role.base == Role::none) {
        if (!in_team || command.role.custom) draft.refuse(Refusal::invalid, "role");
    } else {
        if (!draft.may_give(command.role, project->team)) return draft.verdict();
        // Who is view-only in the team is so in each of its projects.
        if (in_team && in_team->base == Role::view_only) draft.refuse(Refusal::invalid, "role");
    }
    if (user->deactivated_at) draft.refuse(Refusal::invalid, "user");
    if (user->kind == UserKind::team_service && user->home_team != project->team)
        draft.refuse(Refusal::invalid, "user");
    draft.put(ProjectMember{
        .project = project->id, .user = user->id, .role = command.role, .changed = draft.trace()});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RemoveProjectMember& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr) return draft.verdict();
    const bool leaves = command.user == context.asker.user;
    if (!leaves && !may(draft, Action::project_manage_members, *project)) return draft.verdict();
    if (state.project_member(project->id, command.user) == nullptr)
        draft.refuse(Refusal::gone, "member");
    draft.erase({Kind::project_member, project->id.value, command.user.value});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const StarProject& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_read, *project)) return draft.verdict();
    if (command.on)
        draft.put(Star{context.asker.user, project->id});
    else
        draft.erase({Kind::star, context.asker.user.value, project->id.value});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeleteProject& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr || !may(draft, Action::project_delete, *project)) return draft.verdict();
    Project changed = *project;
    changed.deleted_at = context.now;
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RestoreProject& command) {
    Draft draft(state, context);
    const Project* project = state.project(command.project);
    if (project == nullptr || !project->deleted_at ||
        !visible(state, context.asker.user, {ScopeKind::project, command.project.value})) {
        draft.refuse(Refusal::gone, "project");
        return draft.verdict();
    }
    if (!may(draft, Action::project_delete, *project) ||
        !free_name(draft, state, project->team, project->name))
        return draft.verdict();
    Project changed = *project;
    changed.deleted_at.reset();
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    return draft.verdict();
}

}  // namespace ensemble::projects
