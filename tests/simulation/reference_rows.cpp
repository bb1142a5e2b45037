// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <utility>

#include "tests/simulation/reference.h"

// What holds of all rows together, at every moment.
namespace ensemble::simulation {

using permissions::Role;
using records::Kind;
using records::UserKind;

namespace {

std::string lower(const std::string& name) {
    std::string lowered = name;
    for (char& c : lowered)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lowered;
}

// Walks all rows once and keeps what the sentences below compare.
struct Sight {
    const Reference& words;
    std::string fault;
    std::map<TeamId, int> admins;
    std::set<TeamId> shared;
    std::set<std::string> team_names;
    std::set<std::pair<TeamId, std::string>> projects;
    std::set<std::pair<ProjectId, std::string>> runs;
    std::set<std::pair<UserId, InviteId>> invited;
    std::set<std::pair<UserId, InviteId>> invitations;
    bool has_people = false;
    bool has_admin = false;

    void must(bool holds, const std::string& sentence) {
        if (!holds && fault.empty()) fault = sentence;
    }
    void check(const records::Holding& holding, const char* of) {
        if (!holding.custom) return;
        const auto* custom =
            words.row<records::CustomRole>({Kind::custom_role, holding.custom.value});
        must(custom != nullptr && custom->base == holding.base,
             std::string(of) + " has a custom role that is none");
    }

    void operator()(const records::User& user) {
        has_people = true;
        if (user.kind == UserKind::person && user.admin && !user.deactivated_at) has_admin = true;
        if (user.kind != UserKind::person)
            must(team_names.insert(lower(user.name)).second, "names");
    }
    void operator()(const records::Team& team) {
        must(team_names.insert(lower(team.name)).second, "two are called " + team.name);
        if (!team.owner && !team.deleted_at) shared.insert(team.id);
    }
    void operator()(const records::Member& member) {
        check(member.role, "a member");
        const auto* user = words.user(member.user);
        must(user != nullptr && words.team(member.team) != nullptr, "a member of nothing");
        if (user == nullptr || user->deactivated_at || user->kind != UserKind::person) return;
        if (member.role.base == Role::admin) ++admins[member.team];
    }
    void operator()(const records::Invite& invite) {
        check(invite.role, "an invite");
        if (invite.user) invited.insert({invite.user, invite.id});
    }
    void operator()(const records::Invitation& invitation) {
        check(invitation.role, "an invitation");
        invitations.insert({invitation.user, invitation.id});
    }
    void operator()(const records::Project& project) {
        must(words.team(project.team) != nullptr, "a project of no team");
        if (!project.deleted_at)
            must(projects.insert({project.team, project.name}).second,
                 "two projects are called " + project.name);
    }
    void operator()(const records::ProjectMember& added) {
        check(added.role, "somebody in a project");
        must(words.project(added.project) != nullptr, "somebody in no project");
    }
    void operator()(const records::Run& run) {
        if (!run.deleted_at)
            must(runs.insert({run.project, run.name}).second, "two runs are called " + run.name);
    }
    template <class Other>
    void operator()(const Other&) {}
};

}  // namespace

std::string Reference::fault_of_rows() const {
    Sight sight{*this, "", {}, {}, {}, {}, {}, {}, {}, false, false};
    for (const auto& [key, found] : history_.now())
        std::visit(sight, found);
    for (const TeamId team_id : sight.shared)
        sight.must(sight.admins.count(team_id) != 0, "a team has no admin");
    sight.must(!sight.has_people || sight.has_admin, "the instance has no admin");
    sight.must(sight.invited == sight.invitations, "an invite and what the invited sees differ");
    return sight.fault;
}

}  // namespace ensemble::simulation
