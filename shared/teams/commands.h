// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/records/verdict.h"

// A team's life: who is in it, as what, and what it says about itself. Fresh ids come from whoever
// makes the command (docs/decisions/0010).
namespace ensemble::teams {

struct CreateTeam {
    static constexpr std::string_view word = "create_team";
    TeamId id;  // fresh
    std::string name;
};

// It can be restored until it is purged; meanwhile its name stays taken.
struct DeleteTeam {
    static constexpr std::string_view word = "delete_team";
    TeamId team;
};
// Somebody must be its admin, or be appointed first.
struct RestoreTeam {
    static constexpr std::string_view word = "restore_team";
    TeamId team;
};

// By user, or by an e-mail address that need not be known here.
struct InviteMember {
    static constexpr std::string_view word = "invite_member";
    InviteId id;  // fresh
    TeamId team;
    UserId user;
    std::string email;
    records::Holding role;
};
struct WithdrawInvite {
    static constexpr std::string_view word = "withdraw_invite";
    TeamId team;
    InviteId invite;
};
// Lengthens it; the daemon sends the mail again.
struct ResendInvite {
    static constexpr std::string_view word = "resend_invite";
    TeamId team;
    InviteId invite;
};
// By the invited user, or by whoever proves to hold its link.
struct AcceptInvite {
    static constexpr std::string_view word = "accept_invite";
    TeamId team;
    InviteId invite;
};
struct DeclineInvite {
    static constexpr std::string_view word = "decline_invite";
    TeamId team;
    InviteId invite;
};

struct ChangeRole {
    static constexpr std::string_view word = "change_role";
    TeamId team;
    UserId user;
    records::Holding role;
};
struct SetRegistryAdmin {
    static constexpr std::string_view word = "set_registry_admin";
    TeamId team;
    UserId user;
    bool on = false;
};
// What the user logged stays.
struct RemoveMember {
    static constexpr std::string_view word = "remove_member";
    TeamId team;
    UserId user;
};
struct LeaveTeam {
    static constexpr std::string_view word = "leave_team";
    TeamId team;
};
// By an admin of the instance, of a deleted team too; audited with the reason.
struct AppointAdmin {
    static constexpr std::string_view word = "appoint_admin";
    TeamId team;
    UserId user;
    std::string reason;
};

enum class TeamSwitch : std::uint8_t { hidden = 1, private_only = 2, members_invite = 3 };
struct SetTeamSwitch {
    static constexpr std::string_view word = "set_team_switch";
    TeamId team;
    TeamSwitch which = TeamSwitch::hidden;
    bool on = false;
};

// What is not given stays.
struct EditTeamProfile {
    static constexpr std::string_view word = "edit_team_profile";
    TeamId team;
    std::optional<std::string> intro;
    std::optional<std::string> avatar;
    std::optional<std::vector<records::Link>> links;
    std::optional<std::vector<ProjectId>> showcase;
};

// Of a team, or of the instance when `team` is none; then `home` is where its runs go.
struct CreateServiceAccount {
    static constexpr std::string_view word = "create_service_account";
    UserId id;  // fresh
    TeamId team;
    std::string name;
    std::string description;
    TeamId home;
};
// For good: its keys stop, its runs stay.
struct DeleteServiceAccount {
    static constexpr std::string_view word = "delete_service_account";
    UserId user;
};

using records::Context;
using records::State;
using records::Verdict;

Verdict decide(const State&, const Context&, const CreateTeam&);
Verdict decide(const State&, const Context&, const DeleteTeam&);
Verdict decide(const State&, const Context&, const RestoreTeam&);
Verdict decide(const State&, const Context&, const InviteMember&);
Verdict decide(const State&, const Context&, const WithdrawInvite&);
Verdict decide(const State&, const Context&, const ResendInvite&);
Verdict decide(const State&, const Context&, const AcceptInvite&);
Verdict decide(const State&, const Context&, const DeclineInvite&);
Verdict decide(const State&, const Context&, const ChangeRole&);
Verdict decide(const State&, const Context&, const SetRegistryAdmin&);
Verdict decide(const State&, const Context&, const RemoveMember&);
Verdict decide(const State&, const Context&, const LeaveTeam&);
Verdict decide(const State&, const Context&, const AppointAdmin&);
Verdict decide(const State&, const Context&, const SetTeamSwitch&);
Verdict decide(const State&, const Context&, const EditTeamProfile&);
Verdict decide(const State&, const Context&, const CreateServiceAccount&);
Verdict decide(const State&, const Context&, const DeleteServiceAccount&);

}  // namespace ensemble::teams
