// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/protocol/row_fields.h"
#include "shared/sync/command.h"

// The fields of every command; see row_fields.h. A fresh id is called by what it names, so that it
// reads like the same thing in the commands that follow.
namespace ensemble::protocol {

void fields(auto& f, Of<users::EditProfile> auto& command) {
    f("full_name", command.full_name);
    f("email", command.email);
    f("language", command.language);
    f("theme", command.theme);
}

void fields(auto& f, Of<users::SetDefaultTeam> auto& command) {
    f("team", command.team);
}

void fields(auto& f, Of<users::SetInstanceAdmin> auto& command) {
    f("user", command.user);
    f("on", command.on);
}

void fields(auto& f, Of<users::SetActive> auto& command) {
    f("user", command.user);
    f("on", command.on);
}

void fields(auto& f, Of<users::ChangeSetting> auto& command) {
    f("setting", command.setting);
    f("on", command.on);
}

void fields(auto& f, Of<users::SetLease> auto& command) {
    f("hours", command.hours);
}

void fields(auto& f, Of<roles::CreateRole> auto& command) {
    f("role", command.id);
    f("name", command.name);
    f.maybe("description", command.description);
    f("base", command.base);
    f("extra", command.extra);
}

void fields(auto& f, Of<roles::EditRole> auto& command) {
    f("role", command.id);
    f("name", command.name);
    f("description", command.description);
    f("extra", command.extra);
}

void fields(auto& f, Of<roles::DeleteRole> auto& command) {
    f("role", command.id);
}

void fields(auto& f, Of<teams::CreateTeam> auto& command) {
    f("team", command.id);
    f("name", command.name);
}

// Commands that name one thing and say nothing else about it.
template <class Command>
concept AboutTeam = Of<Command, teams::DeleteTeam> || Of<Command, teams::RestoreTeam> ||
    Of<Command, teams::LeaveTeam>;
template <class Command>
concept AboutInvite = Of<Command, teams::WithdrawInvite> || Of<Command, teams::ResendInvite> ||
    Of<Command, teams::AcceptInvite> || Of<Command, teams::DeclineInvite>;
template <class Command>
concept AboutProject =
    Of<Command, projects::DeleteProject> || Of<Command, projects::RestoreProject>;
template <class Command>
concept AboutRun =
    Of<Command, runs::StopRun> || Of<Command, runs::DeleteRun> || Of<Command, runs::RestoreRun>;

void fields(auto& f, AboutTeam auto& command) {
    f("team", command.team);
}

void fields(auto& f, AboutInvite auto& command) {
    f("team", command.team);
    f("invite", command.invite);
}

void fields(auto& f, AboutProject auto& command) {
    f("project", command.project);
}

void fields(auto& f, AboutRun auto& command) {
    f("run", command.run);
}

void fields(auto& f, Of<teams::InviteMember> auto& command) {
    f("invite", command.id);
    f("team", command.team);
    f.maybe("user", command.user);
    f.maybe("email", command.email);
    f("role", command.role);
}

void fields(auto& f, Of<teams::ChangeRole> auto& command) {
    f("team", command.team);
    f("user", command.user);
    f("role", command.role);
}

void fields(auto& f, Of<teams::SetRegistryAdmin> auto& command) {
    f("team", command.team);
    f("user", command.user);
    f("on", command.on);
}

void fields(auto& f, Of<teams::RemoveMember> auto& command) {
    f("team", command.team);
    f("user", command.user);
}

void fields(auto& f, Of<teams::AppointAdmin> auto& command) {
    f("team", command.team);
    f("user", command.user);
    f("reason", command.reason);
}

void fields(auto& f, Of<teams::SetTeamSwitch> auto& command) {
    f("team", command.team);
    f("switch", command.which);
    f("on", command.on);
}

void fields(auto& f, Of<teams::EditTeamProfile> auto& command) {
    f("team", command.team);
    f("intro", command.intro);
    f("avatar", command.avatar);
    f("links", command.links);
    f("showcase", command.showcase);
}

void fields(auto& f, Of<teams::CreateServiceAccount> auto& command) {
    f("user", command.id);
    f.maybe("team", command.team);
    f("name", command.name);
    f.maybe("description", command.description);
    f.maybe("home", command.home);
}

void fields(auto& f, Of<teams::DeleteServiceAccount> auto& command) {
    f("user", command.user);
}

void fields(auto& f, Of<projects::CreateProject> auto& command) {
    f("project", command.id);
    f("team", command.team);
    f("name", command.name);
    f("visibility", command.visibility);
}

void fields(auto& f, Of<projects::RenameProject> auto& command) {
    f("project", command.project);
    f("name", command.name);
}

void fields(auto& f, Of<projects::DescribeProject> auto& command) {
    f("project", command.project);
    f("description", command.description);
}

void fields(auto& f, Of<projects::SetVisibility> auto& command) {
    f("project", command.project);
    f("visibility", command.visibility);
}

void fields(auto& f, Of<projects::SetProjectRole> auto& command) {
    f("project", command.project);
    f("user", command.user);
    f("role", command.role);
}

void fields(auto& f, Of<projects::RemoveProjectMember> auto& command) {
    f("project", command.project);
    f("user", command.user);
}

void fields(auto& f, Of<projects::StarProject> auto& command) {
    f("project", command.project);
    f("on", command.on);
}

void fields(auto& f, Of<runs::RenameRun> auto& command) {
    f("run", command.run);
    f("display_name", command.display_name);
}

void fields(auto& f, Of<runs::NoteRun> auto& command) {
    f("run", command.run);
    f("notes", command.notes);
    f("base", command.base);
}

void fields(auto& f, Of<runs::TagRun> auto& command) {
    f("run", command.run);
    f("tag", command.tag);
    f("on", command.on);
}

void fields(auto& f, Of<runs::MoveRun> auto& command) {
    f("run", command.run);
    f("project", command.project);
}

}  // namespace ensemble::protocol
