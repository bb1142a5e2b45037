// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "shared/projects/commands.h"
#include "shared/records/scope.h"
#include "shared/roles/commands.h"
#include "shared/runs/commands.h"
#include "shared/teams/commands.h"
#include "shared/users/commands.h"

// Everything that people can ask for, as one sum.
namespace ensemble::sync {

using Command =
    std::variant<users::EditProfile, users::SetDefaultTeam, users::SetInstanceAdmin,
                 users::SetActive, users::ChangeSetting, users::SetLease, roles::CreateRole,
                 roles::EditRole, roles::DeleteRole, teams::CreateTeam, teams::DeleteTeam,
                 teams::RestoreTeam, teams::InviteMember, teams::WithdrawInvite,
                 teams::ResendInvite, teams::AcceptInvite, teams::DeclineInvite, teams::ChangeRole,
                 teams::SetRegistryAdmin, teams::RemoveMember, teams::LeaveTeam,
                 teams::AppointAdmin, teams::SetTeamSwitch, teams::EditTeamProfile,
                 teams::CreateServiceAccount, teams::DeleteServiceAccount, projects::CreateProject,
                 projects::RenameProject, projects::DescribeProject, projects::SetVisibility,
                 projects::SetProjectRole, projects::RemoveProjectMember, projects::StarProject,
                 projects::DeleteProject, projects::RestoreProject, runs::RenameRun, runs::NoteRun,
                 runs::TagRun, runs::StopRun, runs::DeleteRun, runs::RestoreRun, runs::MoveRun>;

inline constexpr std::size_t command_count = std::variant_size_v<Command>;

// The command's own `word`: stable snake_case, e.g. "change_role".
std::string_view name(const Command& command);
std::string_view command_name(std::size_t index);

// The same function in the daemon, where it binds, and in the browser, where it foretells.
records::Verdict decide(const records::State& state, const records::Context& context,
                        const Command& command);

// What the daemon must fetch before it can decide: the run that the command is about, none when it
// is about no run.
RunId run_of(const Command& command);

// Whether the command says something about what lies in the scope of a team, a project or its runs.
// A run that is not known may lie in any project.
bool is_about(const Command& command, const records::State& state, records::Scope scope);

}  // namespace ensemble::sync
