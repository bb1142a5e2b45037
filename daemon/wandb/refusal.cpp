// SPDX-License-Identifier: Apache-2.0
#include "daemon/wandb/refusal.h"

#include "daemon/sync/people.h"

namespace ensemble::wandb {

using permissions::Role;
using permissions::Rule;

namespace {

std::string_view word(Role role) {
    return role == Role::view_only ? "view-only" : permissions::name(role);
}

std::string team_name(const records::State& state, TeamId id) {
    const records::Team* team = state.team(id);
    return team != nullptr ? team->name : "this team";
}

std::string view_only(const Session& session, const std::string& team) {
    return session.caller.user.name + " is view-only in " + team +
           ", and API keys of view-only people do not work there. Ask an admin of " + team +
           " for the role member";
}

std::string bound(const Session& session) {
    const records::State& state = session.state();
    const records::Asker& asker = session.caller.asker;
    const records::Project* project = state.project(asker.key_project);
    if (asker.key_project)
        return "This API key works only for the project " +
               (project == nullptr ? "that it was made for"
                                   : team_name(state, project->team) + "/" + project->name) +
               ". Use another key";
    return "This API key works only for the team " + team_name(state, asker.key_team) +
           ". Use another key";
}

std::string lacking(const std::string& who, const std::string& what, Role needed,
                    const std::string& team) {
    const std::string begin = who + " may not do that in " + team + " (" + what + ")";
    if (needed == Role::none) return begin;
    return begin + ": it takes the role " + std::string(word(needed)) + ". Ask an admin of " + team;
}

std::string sentence(const Session& session, const std::string& what, Rule rule, Role needed,
                     const std::string& team) {
    const std::string& who = session.caller.user.name;
    switch (rule) {
    case Rule::key_reads_only:
        return "This API key only reads. Use one that may write";
    case Rule::key_elsewhere:
        return bound(session);
    case Rule::key_of_view_only:
        return view_only(session, team);
    case Rule::not_a_member:
        return who + " is not a member of " + team + " and may not do that there (" + what +
               "). Ask an admin of " + team + " for an invite";
    case Rule::not_added:
        return "The project is restricted and " + who +
               " was not added to it. Ask somebody who manages the project";
    case Rule::not_creator:
        return who + " may do that only to what " + who + " made (" + what + "). Ask an admin of " +
               team;
    case Rule::needs_registry_admin:
        return "That takes a registry admin of " + team + " (" + what + ")";
    case Rule::needs_instance_admin:
        return "Only an admin of this server may do that (" + what + ")";
    case Rule::service_account:
        return "Service accounts may not do that (" + what + "). Use the key of a person";
    case Rule::keys_switched_off:
        return "New API keys are switched off on this server. Ask one of its admins";
    case Rule::restricted_keeps_runs:
        return "No run leaves a restricted project";
    case Rule::team_role:
    case Rule::team_extra:
    case Rule::project_role:
    case Rule::project_extra:
    case Rule::creator:
    case Rule::registry_admin:
    case Rule::instance_admin:
    case Rule::public_project:
    case Rule::open_project:
    case Rule::share_link:
    case Rule::members_invite:
    case Rule::users_create_teams:
    case Rule::not_signed_in:
    case Rule::deactivated:
    case Rule::role_lacks:
    case Rule::link_reads_only:
        break;
    }
    return lacking(who, what, needed, team);
}

// Whether the project has the name, or had it and nobody has it now.
bool is_called(const Session& session, const records::Project* project, std::string_view name) {
    if (project == nullptr) return false;
    if (project->name == name) return true;
    if (session.state().project_named(project->team, name) != nullptr) return false;
    const auto had = session.context.rooms.projects.once_named(project->team, name);
    return had && *had == project->id;
}

}  // namespace

Error refusal(const Session& session, std::string_view what, Rule rule, Role needed, TeamId team) {
    return fail(ErrorCode::forbidden, sentence(session, std::string(what), rule, needed,
                                               team_name(session.state(), team)));
}

Error refusal(const Session& session, permissions::Action action,
              const permissions::Decision& decision, const records::Target& target) {
    const records::Project* project = session.state().project(target.project);
    return refusal(session, permissions::name(action), decision.rule, decision.needed,
                   project != nullptr ? project->team : target.team);
}

Error refusal(const Session& session, std::string_view command, const records::Refused& refused,
              TeamId team) {
    using records::Refusal;
    if (refused.code == Refusal::forbidden)
        return refusal(session, command, refused.rule, refused.needed, team);
    if (refused.code == Refusal::last_admin)
        return fail(ErrorCode::conflict, team_name(session.state(), team) +
                                             " would be left without an admin. Make somebody else "
                                             "an admin first");
    if (refused.code != Refusal::conflict) return sync::as_error(refused);
    if (refused.field == "member") return fail(ErrorCode::conflict, "They are in the team already");
    if (refused.field == "invite") return fail(ErrorCode::conflict, "They were invited already");
    if (refused.field == "name" && !refused.value.empty())
        return fail(ErrorCode::conflict, "The name is taken; " + refused.value + " is free");
    return sync::as_error(refused);
}

std::optional<Error> blunt_key(const Session& session, const teams::Team& team) {
    const records::Asker& asker = session.caller.asker;
    if (asker.key == permissions::Key::session) return std::nullopt;
    if (asker.key_team && asker.key_team != team.id)
        return fail(ErrorCode::forbidden, bound(session));
    const records::State& state = session.state();
    const records::User* user = state.user(asker.user);
    const auto held = records::holding(state, team.id, asker.user);
    const bool idle = user != nullptr && user->kind == records::UserKind::person && held &&
                      held->base == Role::view_only &&
                      !records::extra(state, *held).has(permissions::Action::apikey_create_own);
    if (idle) return fail(ErrorCode::forbidden, view_only(session, team.name));
    return std::nullopt;
}

std::optional<Error> other_key(const Session& session, std::string_view team,
                               std::string_view project) {
    const records::State& state = session.state();
    const records::Asker& asker = session.caller.asker;
    const records::Project* own_project = state.project(asker.key_project);
    const records::Team* own_team = state.team(asker.key_team);
    const bool elsewhere =
        (asker.key_team && (own_team == nullptr || !records::same_name(own_team->name, team))) ||
        (asker.key_project && !is_called(session, own_project, project));
    if (elsewhere) return fail(ErrorCode::forbidden, bound(session));
    return std::nullopt;
}

Error not_open(const Session& session, std::string_view project) {
    return fail(ErrorCode::forbidden, "The project " + std::string(project) + " is not open to " +
                                          session.caller.user.name +
                                          ". Ask somebody who manages it, or take another name");
}

}  // namespace ensemble::wandb
