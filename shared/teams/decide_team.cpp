// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/base/limits.h"
#include "shared/records/names.h"
#include "shared/records/scope.h"
#include "shared/teams/commands.h"
#include "shared/teams/membership.h"

namespace ensemble::teams {

using permissions::Action;
using namespace records;

namespace {

// Digests are lower-case hex SHA-256.
bool is_digest(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

bool good_link(const Link& link) {
    return !link.title.empty() && link.title.size() <= limits::display_name_bytes_max &&
           clean_text(link.title, Shape::line) && link.url.starts_with("https://") &&
           link.url.size() <= limits::url_bytes_max && clean_text(link.url, Shape::line);
}

const Team* team_in_any_state(Draft& draft, const State& state, TeamId id) {
    const Team* team = state.team(id);
    if (team == nullptr) draft.refuse(Refusal::gone, "team");
    if (team != nullptr && team->owner) draft.refuse(Refusal::invalid, "team");
    return team;
}

}  // namespace

Verdict decide(const State& state, const Context& context, const CreateTeam& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_create_team, {})) return draft.verdict();
    draft.fresh(command.id.value, state.team(command.id) != nullptr);
    if (!draft.free_name(command.name)) return draft.verdict();
    draft.put(Team{.id = command.id, .name = command.name, .created_at = context.now});
    join(draft, state, command.id, context.asker.user, {Role::admin, {}}, context);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeleteTeam& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_delete_team, {})) return draft.verdict();
    const Team* team = team_in_any_state(draft, state, command.team);
    if (team == nullptr) return draft.verdict();
    if (team->deleted_at) draft.refuse(Refusal::gone, "team");
    Team changed = *team;
    changed.deleted_at = context.now;
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const RestoreTeam& command) {
    Draft draft(state, context);
    if (!draft.may(Action::org_delete_team, {})) return draft.verdict();
    const Team* team = team_in_any_state(draft, state, command.team);
    if (team == nullptr) return draft.verdict();
    if (!team->deleted_at) draft.refuse(Refusal::conflict, "team");
    if (admin_count(state, team->id) == 0) draft.refuse(Refusal::last_admin, "team", team->name);
    Team changed = *team;
    changed.deleted_at.reset();
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const SetTeamSwitch& command) {
    Draft draft(state, context);
    const Team* team = draft.team(command.team);
    if (team == nullptr || !draft.may(Action::team_update, {team->id})) return draft.verdict();
    const Settings& instance = state.settings();
    Team changed = *team;
    bool enforced = false;
    switch (command.which) {
    case TeamSwitch::hidden:
        changed.hidden = command.on;
        enforced = instance.teams_hidden;
        break;
    case TeamSwitch::private_only:
        changed.private_only = command.on;
        enforced = instance.private_only;
        break;
    case TeamSwitch::members_invite:
        changed.members_invite = command.on;
        enforced = instance.invites_forbidden;
        break;
    }
    if (enforced) draft.refuse(Refusal::enforced, "instance");
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const EditTeamProfile& command) {
    Draft draft(state, context);
    const Team* team = draft.team(command.team);
    if (team == nullptr || !draft.may(Action::team_update, {team->id})) return draft.verdict();
    Team changed = *team;
    if (command.intro && draft.text("intro", *command.intro, limits::intro_bytes_max))
        changed.intro = *command.intro;
    if (command.avatar) {
        if (!command.avatar->empty() && !is_digest(*command.avatar))
            draft.refuse(Refusal::invalid, "avatar");
        changed.avatar = *command.avatar;
    }
    if (command.links) {
        if (command.links->size() > limits::links_max ||
            !std::all_of(command.links->begin(), command.links->end(), good_link))
            draft.refuse(Refusal::invalid, "links");
        changed.links = *command.links;
    }
    if (command.showcase) {
        // What the asker does not see stands there only if it did already.
        const auto of_team = [&](ProjectId id) {
            const auto& now = team->showcase;
            if (std::find(now.begin(), now.end(), id) != now.end()) return true;
            const Project* project = state.project(id);
            return project != nullptr && project->team == team->id && !project->deleted_at &&
                   visible(state, context.asker.user, {ScopeKind::project, id.value});
        };
        if (command.showcase->size() > limits::showcase_max ||
            !std::all_of(command.showcase->begin(), command.showcase->end(), of_team))
            draft.refuse(Refusal::invalid, "showcase");
        changed.showcase = *command.showcase;
    }
    draft.put(std::move(changed));
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const CreateServiceAccount& command) {
    Draft draft(state, context);
    const bool of_instance = !command.team;
    const TeamId home = of_instance ? command.home : command.team;
    const Action action =
        of_instance ? Action::org_manage_service_accounts : Action::team_manage_service_accounts;
    if (!home) {
        if (draft.may(action, {})) draft.refuse(Refusal::invalid, "home");
        return draft.verdict();
    }
    const Team* team = draft.team(home);
    if (team == nullptr || !draft.may(action, of_instance ? Target{} : Target{home}))
        return draft.verdict();
    if (team->owner) draft.refuse(Refusal::invalid, "team");
    draft.fresh(command.id.value, state.user(command.id) != nullptr);
    // Whoever has its key can do what it can.
    if (!of_instance && !draft.may_give({Role::member, {}}, {home})) return draft.verdict();
    if (!draft.free_name(command.name) ||
        !draft.line("description", command.description, limits::full_name_bytes_max))
        return draft.verdict();
    draft.put(User{.id = command.id,
                   .name = command.name,
                   .full_name = command.description,
                   .kind = of_instance ? UserKind::instance_service : UserKind::team_service,
                   .home_team = home,
                   .created_at = context.now});
    if (!of_instance) join(draft, state, home, command.id, {Role::member, {}}, context);
    return draft.verdict();
}

Verdict decide(const State& state, const Context& context, const DeleteServiceAccount& command) {
    Draft draft(state, context);
    const User* user = draft.user(command.user);
    if (user == nullptr) return draft.verdict();
    if (user->kind == UserKind::person) {
        draft.refuse(Refusal::invalid, "user");
        return draft.verdict();
    }
    const bool of_instance = user->kind == UserKind::instance_service;
    if (!of_instance && draft.team(user->home_team) == nullptr) return draft.verdict();
    const Action action =
        of_instance ? Action::org_manage_service_accounts : Action::team_manage_service_accounts;
    if (!draft.may(action, of_instance ? Target{} : Target{user->home_team}))
        return draft.verdict();
    if (user->deactivated_at) draft.refuse(Refusal::gone, "user");
    User changed = *user;
    changed.deactivated_at = context.now;
    draft.put(std::move(changed));
    if (!of_instance) part(draft, state, user->home_team, user->id);
    state.each(Kind::project_member, [&](const Row& row) {
        const auto& added = std::get<ProjectMember>(row);
        if (added.user == user->id) draft.erase(key(row));
    });
    return draft.verdict();
}

}  // namespace ensemble::teams
