// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "shared/records/verdict.h"

// A team's life: who is in it, as what, and what it says about itself. Fresh ids come from whoever
// makes the command (docs/decisions/0010).
namespace ensemble::teams {

struct CreateTeam {
    TeamId id;  // fresh
    std::string name;
};

// It can be restored until it is purged; meanwhile its name stays taken.
struct DeleteTeam {
    TeamId team;
};
// Somebody must be its admin, or be appointed first.
struct RestoreTeam {
    TeamId team;
};

// By user, or by an e-mail address that need not be known here.
struct InviteMember {
    InviteId id;  // fresh
    TeamId team;
    UserId user;
    std::string email;
    records::Holding role;
};
struct WithdrawInvite {
    TeamId team;
    InviteId invite;
};
// Lengthens it; the daemon sends the mail again.
struct ResendInvite {
    TeamId team;
    InviteId invite;
};
// By the invited user, or by whoever proves to hold its link.
struct AcceptInvite {
    TeamId team;
    InviteId invite;
};
struct DeclineInvite {
    TeamId team;
    InviteId invite;
};

struct ChangeRole {
    TeamId team;
    UserId user;
    records::Holding role;
};
struct SetRegistryAdmin {
    TeamId team;
    UserId user;
    bool on = false;
};
// What the user logged stays.
struct RemoveMember {
    TeamId team;
    UserId user;
};
struct LeaveTeam {
    TeamId team;
};
// By an admin of the instance, of a deleted team too; audited with the reason.
struct AppointAdmin {
    TeamId team;
    UserId user;
    std::string reason;
};

enum class TeamSwitch : std::uint8_t { hidden = 1, private_only = 2, members_invite = 3 };
struct SetTeamSwitch {
    TeamId team;
    TeamSwitch which = TeamSwitch::hidden;
    bool on = false;
};

// What is not given stays.
struct EditTeamProfile {
    TeamId team;
    std::optional<std::string> intro;
    std::optional<std::string> avatar;
    std::optional<std::vector<records::Link>> links;
    std::optional<std::vector<ProjectId>> showcase;
};

// Of a team, or of the instance when `team` is none; then `home` is where its runs go.
struct CreateServiceAccount {
    UserId id;  // fresh
    TeamId team;
    std::string name;
    std::string description;
    TeamId home;
};
// For good: its keys stop, its runs stay.
struct DeleteServiceAccount {
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
