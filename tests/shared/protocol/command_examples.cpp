// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/protocol/examples.h"

namespace ensemble::protocol::examples {

namespace {

using permissions::Action;
using permissions::ActionSet;
using permissions::Role;
using permissions::Visibility;

constexpr TeamId vision{7};
constexpr UserId bob{9};
constexpr ProjectId speech{12};
constexpr RunId run{4711};
constexpr RoleId reviewer{4'318'207'561'290};
constexpr InviteId invite{5'120'934'771'002};

std::vector<sync::Command> of_the_instance() {
    return {
        users::EditProfile{.full_name = "Bob Ross", .theme = "dark"},
        users::SetDefaultTeam{vision},
        users::SetInstanceAdmin{bob, true},
        users::SetActive{bob, false},
        users::ChangeSetting{users::Setting::users_create_teams, true},
        users::SetLease{336},
        roles::CreateRole{reviewer, "Reviewer", "Reads all and comments", Role::view_only,
                          ActionSet::of(Action::report_comment, Action::artifact_download)},
        roles::EditRole{.id = reviewer, .extra = ActionSet::of(Action::report_comment)},
        roles::DeleteRole{reviewer},
    };
}

std::vector<sync::Command> of_teams() {
    return {
        teams::CreateTeam{{4'966'120'338'417}, "vision"},
        teams::DeleteTeam{vision},
        teams::RestoreTeam{vision},
        teams::InviteMember{invite, vision, {}, "carol@example.com", {Role::member, {}}},
        teams::WithdrawInvite{vision, invite},
        teams::ResendInvite{vision, invite},
        teams::AcceptInvite{vision, invite},
        teams::DeclineInvite{vision, invite},
        teams::ChangeRole{vision, bob, {Role::view_only, reviewer}},
        teams::SetRegistryAdmin{vision, bob, true},
        teams::RemoveMember{vision, bob},
        teams::LeaveTeam{vision},
        teams::AppointAdmin{vision, bob, "Ana has left the company"},
        teams::SetTeamSwitch{vision, teams::TeamSwitch::members_invite, true},
        teams::EditTeamProfile{.team = vision,
                               .intro = "We teach machines to *see*.",
                               .links = {{{"Paper", "https://example.com/paper"}}},
                               .showcase = {{speech}}},
        teams::CreateServiceAccount{
            {4'501'777'210'664}, vision, "vision-ci", "Nightly training", {}},
        teams::DeleteServiceAccount{{4'501'777'210'664}},
    };
}

std::vector<sync::Command> of_projects_and_runs() {
    return {
        projects::CreateProject{{4'820'115'903'226}, vision, "speech", Visibility::team},
        projects::RenameProject{speech, "speech-2"},
        projects::DescribeProject{speech, "Words from sounds"},
        projects::SetVisibility{speech, Visibility::restricted},
        projects::SetProjectRole{speech, bob, {Role::member, {}}},
        projects::RemoveProjectMember{speech, bob},
        projects::StarProject{speech, true},
        projects::DeleteProject{speech},
        projects::RestoreProject{speech},
        runs::RenameRun{run, "baseline, more warm-up"},
        runs::NoteRun{run, "Loss spikes at 3k:\n\"lr\" too high?", "Loss spikes"},
        runs::TagRun{run, "baseline", true},
        runs::StopRun{run},
        runs::DeleteRun{run},
        runs::RestoreRun{run},
        runs::MoveRun{run, {13}},
    };
}

}  // namespace

std::vector<sync::Command> commands() {
    auto commands = of_the_instance();
    for (const auto& more : {of_teams(), of_projects_and_runs()})
        commands.insert(commands.end(), more.begin(), more.end());
    return commands;
}

}  // namespace ensemble::protocol::examples
