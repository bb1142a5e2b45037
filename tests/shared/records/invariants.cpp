// SPDX-License-Identifier: Apache-2.0
#include "tests/shared/records/invariants.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "shared/records/standing.h"

namespace ensemble::tests {

using namespace records;

namespace {

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

class Inspection {
public:
    explicit Inspection(const State& state) : state_(state) {}

    std::string run() {
        for (int kind = 1; kind <= static_cast<int>(Kind::run); ++kind)
            state_.each(static_cast<Kind>(kind), [&](const Row& row) { std::visit(*this, row); });
        must(instance_admins_ > 0, "the instance has an admin");
        return broken_;
    }

    void operator()(const User& user) {
        const bool person = user.kind == UserKind::person;
        if (user.admin && person && !user.deactivated_at) ++instance_admins_;
        must(person || !user.admin, "no service account runs the instance");
        must(names_.insert(lower(user.name)).second, "names of users are unique");
    }
    void operator()(const Account& account) {
        must(!account.default_team || state_.member(account.default_team, account.user) != nullptr,
             "runs go by default to a team that their maker is in");
    }
    void operator()(const Team& team) {
        if (team.owner) {
            const User* owner = state_.user(team.owner);
            must(owner != nullptr && owner->name == team.name, "a personal team is called as its");
            return;
        }
        must(names_.insert(lower(team.name)).second, "names of teams are unique");
        must(team.deleted_at || admin_count(state_, team.id) > 0, "every live team has an admin");
    }
    void operator()(const Member& member) {
        const Team* team = state_.team(member.team);
        const User* user = state_.user(member.user);
        must(team != nullptr && user != nullptr, "members and their teams are there");
        must_exist(member.role);
        if (team == nullptr || user == nullptr) return;
        must(!team->owner || team->owner == user->id, "a personal team has one member");
        must(user->kind != UserKind::instance_service, "the instance's accounts need no row");
        if (user->kind != UserKind::team_service) return;
        must(user->home_team == team->id && !user->deactivated_at, "accounts stay at home");
        must(member.role.base != Role::admin, "no service account steers a team");
    }
    void operator()(const Invite& invite) {
        must(state_.team(invite.team) != nullptr, "the team of an invite is there");
        must_exist(invite.role);
        if (!invite.user) return;
        must(state_.member(invite.team, invite.user) == nullptr, "members are not invited");
        const Invitation* seen = state_.invitation(invite.user, invite.id);
        must(seen != nullptr && seen->team == invite.team && seen->role == invite.role &&
                 seen->expires_at == invite.expires_at,
             "the invited see their invites as they are");
    }
    void operator()(const Invitation& invitation) {
        const Invite* invite = state_.invite(invitation.team, invitation.id);
        must(invite != nullptr && invite->user == invitation.user, "no invitation without invite");
    }
    void operator()(const Project& project) {
        must(state_.team(project.team) != nullptr, "the team of a project is there");
        must(project.deleted_at || projects_.insert({project.team, project.name}).second,
             "names of live projects are unique in their team");
    }
    void operator()(const ProjectMember& added) {
        const Project* project = state_.project(added.project);
        const User* user = state_.user(added.user);
        must(project != nullptr && user != nullptr,
             "who was added is there, and so is the project");
        if (project == nullptr || user == nullptr) return;
        const auto in_team = holding(state_, project->team, user->id);
        if (added.role.base == Role::none) {
            must(in_team && !added.role.custom, "who follows the team is in it");
            return;
        }
        must_exist(added.role);
        must(!in_team || in_team->base != Role::view_only, "view-only people are so in projects");
        must(!(added.role == in_team), "what is said in a project differs from the team");
        if (user->kind == UserKind::person) return;
        must(added.role.base != Role::admin, "no service account steers a project");
        must(!user->deactivated_at, "deleted service accounts are in no project");
    }
    void operator()(const Star& star) {
        must(state_.project(star.project) != nullptr, "what is starred is there");
    }
    void operator()(const Run& run) {
        must(state_.project(run.project) != nullptr, "the project of a run is there");
    }
    void operator()(const Settings&) {}
    void operator()(const CustomRole& role) {
        must(role.base == Role::member || role.base == Role::view_only, "bases of custom roles");
        must(roles_.insert(lower(role.name)).second, "names of custom roles are unique");
        const auto& has = permissions::actions_of(role.base);
        must(role.extra.without(has) == role.extra, "a custom role adds only what its base lacks");
    }

private:
    void must(bool holds, const char* sentence) {
        if (!holds && broken_.empty()) broken_ = sentence;
    }
    void must_exist(const Holding& held) {
        if (!held.custom) {
            must(held.base != Role::none, "who is in something is something");
            return;
        }
        const CustomRole* custom = state_.custom_role(held.custom);
        must(custom != nullptr && custom->base == held.base, "custom roles that are had are there");
    }

    const State& state_;
    std::string broken_;
    int instance_admins_ = 0;
    std::set<std::string> names_;
    std::set<std::string> roles_;
    std::set<std::pair<TeamId, std::string>> projects_;
};

}  // namespace

std::string broken_invariant(const State& state) {
    return Inspection(state).run();
}

}  // namespace ensemble::tests
