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

std::string variant_of(const State& state, TeamId team, std::string_view name) {
    return free_variant(name, limits::project_name_bytes_max, [&](std::string_view tried) {
        return state.project_named(team, tried) == nullptr;
    });
}

bool free_name(Draft& draft, const State& state, TeamId team, std::string_view name) {
    const std::string_view fault = fault_of_project_name(name);
    if (!fault.empty()) return draft.refuse(Refusal::invalid, "name", fault);
    if (state.project_named(team, name) == nullptr) return true;
    return draft.refuse(Refusal::conflict, "name", variant_of(state, team, name));
}

// Open and public need that neither the team nor the instance keeps projects private.
bool visibility_offered(Draft& draft, const State& state, const Team& team, Visibility wanted) {
    if (wanted != Visibility::open && wanted != Visibility::public_) return true;
    if (state.settings().private_only) return draft.refuse(Refusal::enforced, "instance");
    if (team.private_only) return draft.refuse(Refusal::enforced, "team");
    return true;
}

// A role of its own in the project, other than in the team.
bool assignable(Draft& draft, const Project& project, const User& user,
                const std::optional<Holding>& in_team, const Holding& role) {
    if (!draft.may_give(role, {project.team, project.id})) return false;
    // Who is view-only in the team is so in each of its projects.
    if (in_team && in_team->base == Role::view_only) return draft.refuse(Refusal::invalid, "role");
    if (role.base == Role::admin && user.kind != UserKind::person)
        return draft.refuse(Refusal::invalid, "role");
    return true;
}

// From what the user is here to what they are afterwards: whoever is more than the asker is not the
// asker's to change, and nobody lifts themselves.
bool may_change(Draft& draft, const State& state, const Context& context, const Project& project,
                const User& user, const std::optional<Holding>& after) {
    const Target here{project.team, project.id};
    const auto now = holding(state, project, user.id);
    if (now == after) return true;
    if (now && !draft.may_give(*now, here)) return false;
    const bool oneself = user.id == context.asker.user;
    return !oneself || !after || draft.may_give(*after, here);
}

}  // namespace

Verdict decide(const State& state, const Context& context, const CreateProject& command) {
    Draft draft(state, context);
    const Team* team = draft.team(command.team);
    if (team == nullptr || !draft.may(Action::project_create, {team->id})) return draft.verdict();
    // How it begins is a choice as any later one.
    if (command.visibility != Visibility::team &&
        !draft.may(Action::project_set_visibility, {team->id, {}, context.asker.user}))
        return draft.verdict();
    draft.fresh(command.id.value, state.project(command.id) != nullptr);
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
    if (team == nullptr || !visibility_offered(draft, state, *team, command.visibility) ||
        project->visibility == command.visibility)
        return draft.verdict();
    const bool was_restricted = project->visibility == Visibility::restricted;
    if (was_restricted && command.visibility != Visibility::team)
        draft.refuse(Refusal::invalid, "visibility");
    Project changed = *project;
    changed.visibility = command.visibility;
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    // Whoever closes the door stays inside.
    const bool closes = command.visibility == Visibility::restricted;
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
    const bool inherits = command.role == Holding{Role::none, {}};
    const bool follows = inherits || command.role == in_team;
    const Holding role = follows ? Holding{Role::none, {}} : command.role;
    if (inherits && !in_team) draft.refuse(Refusal::invalid, "role");
    if (!follows && !assignable(draft, *project, *user, in_team, role)) return draft.verdict();
    const auto after = follows ? in_team : std::optional(role);
    if (!may_change(draft, state, context, *project, *user, after)) return draft.verdict();
    if (user->deactivated_at) draft.refuse(Refusal::invalid, "user");
    if (user->kind == UserKind::team_service && user->home_team != project->team)
        draft.refuse(Refusal::invalid, "user");
    const ProjectMember* added = state.project_member(project->id, user->id);
    if (added != nullptr && added->role == role) return draft.verdict();
    draft.put(ProjectMember{
        .project = project->id, .user = user->id, .role = role, .changed = draft.trace()});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RemoveProjectMember& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (project == nullptr) return draft.verdict();
    const bool leaves = command.user == context.asker.user;
    const bool allowed =
        leaves ? draft.self() != nullptr : may(draft, Action::project_manage_members, *project);
    const User* user = allowed ? draft.user(command.user) : nullptr;
    if (user == nullptr) return draft.verdict();
    if (state.project_member(project->id, user->id) == nullptr)
        draft.refuse(Refusal::gone, "member");
    const bool closed = project->visibility == Visibility::restricted;
    const auto after = closed ? std::nullopt : holding(state, project->team, user->id);
    if (!may_change(draft, state, context, *project, *user, after)) return draft.verdict();
    draft.erase({Kind::project_member, project->id.value, command.user.value});
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const StarProject& command) {
    Draft draft(state, context);
    const Project* project = draft.project(command.project);
    if (draft.self() == nullptr || project == nullptr ||
        !may(draft, Action::project_read, *project))
        return draft.verdict();
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
    if (!visible(state, context.asker.user, {ScopeKind::project, command.project.value}))
        draft.refuse(Refusal::gone, "project");
    if (project == nullptr || !may(draft, Action::project_delete, *project)) return draft.verdict();
    if (!project->deleted_at) draft.refuse(Refusal::conflict, "project");
    Project changed = *project;
    // A script that was still running may have made another one of the name.
    if (state.project_named(project->team, project->name) != nullptr)
        changed.name = variant_of(state, project->team, project->name);
    if (!free_name(draft, state, project->team, changed.name)) return draft.verdict();
    changed.deleted_at.reset();
    changed.changed = draft.trace();
    draft.put(std::move(changed));
    return draft.verdict();
}

}  // namespace ensemble::projects
