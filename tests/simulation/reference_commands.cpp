// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "tests/simulation/reference.h"

// One sentence or more for every command: what must have been so before it was accepted.
namespace ensemble::simulation {

using permissions::ActionSet;
using permissions::Role;
using permissions::Visibility;
using records::Holding;
using records::Kind;
using records::ScopeKind;
using records::UserKind;

namespace {

// Collects the first thing that is wrong, and whether a permission is missing at all.
struct Judge {
    const Reference& words;
    UserId who;
    Instant now;
    std::string fault;
    bool unpermitted = false;

    void must(bool holds, const char* sentence) {
        if (!holds && fault.empty()) fault = sentence;
    }
    void may(Action action, TeamId team, ProjectId project = {}, UserId creator = {}) {
        if (words.may(who, action, team, project, creator)) return;
        unpermitted = true;
        if (fault.empty()) fault = "the asker lacks " + std::string(permissions::name(action));
    }
    void live_team(TeamId id) {
        const auto* team = words.team(id);
        must(team != nullptr && !team->deleted_at, "the team is not there");
        must(words.visible(who, {ScopeKind::team, id.value}), "the asker does not see the team");
    }
    void shared_team(TeamId id) {
        const auto* team = words.team(id);
        must(team != nullptr && !team->owner, "a personal team has one member");
    }
    const records::Project* live_project(ProjectId id) {
        const auto* project = words.project(id);
        must(project != nullptr && !project->deleted_at, "the project is not there");
        must(words.visible(who, {ScopeKind::project, id.value}),
             "the asker does not see the project");
        return project;
    }
    void may_in(Action action, ProjectId id) {
        const auto* project = live_project(id);
        if (project != nullptr) may(action, project->team, id, project->author);
    }
    const records::Run* may_with(Action action, RunId id, bool live = true) {
        const auto* run = words.run(id);
        must(run != nullptr && (!live || !run->deleted_at), "the run is not there");
        if (run == nullptr) return nullptr;
        const auto* project = words.project(run->project);
        must(project != nullptr && words.visible(who, {ScopeKind::runs, run->project.value}),
             "the asker does not see the run");
        if (project != nullptr) may(action, project->team, run->project, run->author);
        return run;
    }
    // What somebody is in a project: what was said there, or what they are in the team.
    const Holding* in_project(const records::Project& project) {
        const auto* added =
            words.row<records::ProjectMember>({Kind::project_member, project.id.value, who.value});
        const Holding* in_team = words.holding(project.team, who);
        if (added == nullptr)
            return project.visibility == Visibility::restricted ? nullptr : in_team;
        const bool viewer = in_team != nullptr && in_team->base == Role::view_only;
        return viewer || added->role.base == Role::none ? in_team : &added->role;
    }
    // Nobody gives what they have not.
    void may_give(const Holding& given, TeamId team, const records::Project* project = nullptr) {
        const auto* custom =
            words.row<records::CustomRole>({Kind::custom_role, given.custom.value});
        must(!given.custom || (custom != nullptr && custom->base == given.base),
             "the custom role is another");
        const Holding* held = words.holding(team, who);
        if (held != nullptr && held->base == Role::admin) return;
        if (project != nullptr) held = in_project(*project);
        if (held != nullptr && held->base == Role::admin) return;
        static const Holding nothing{Role::none, {}};
        if (held == nullptr) held = &nothing;
        const auto all = [&](const Holding& holding) {
            return permissions::actions_of(holding.base).with(words.extra(holding));
        };
        if (all(*held).covers(all(given))) return;
        must(false, "the asker gives more than they have");
    }
    Holding held_in_team(TeamId team, UserId user) {
        const Holding* held = words.holding(team, user);
        return held != nullptr ? *held : Holding{Role::none, {}};
    }
    const records::Invitation* invited(TeamId team, InviteId invite) {
        const auto* own =
            words.row<records::Invitation>({Kind::invitation, who.value, invite.value});
        must(own != nullptr && own->team == team, "the asker was not invited");
        return own;
    }
    void offered(Visibility visibility, TeamId team_id) {
        const auto* team = words.team(team_id);
        const bool wide = visibility == Visibility::open || visibility == Visibility::public_;
        must(!wide || !words.settings().private_only, "the instance keeps projects private");
        must(!wide || (team != nullptr && !team->private_only), "the team keeps projects private");
    }
    void team_action(Action action, TeamId team) {
        live_team(team);
        may(action, team);
    }

    void operator()(const users::EditProfile&) {
        const auto* user = words.user(who);
        must(user != nullptr && !user->deactivated_at, "nobody edits their profile");
    }
    void operator()(const users::SetDefaultTeam& c) { team_action(Action::run_create, c.team); }
    void operator()(const users::SetInstanceAdmin&) { may(Action::org_manage_users, {}); }
    void operator()(const users::SetActive&) { may(Action::org_manage_users, {}); }
    void operator()(const users::ChangeSetting&) { may(Action::org_configure, {}); }
    void operator()(const users::SetLease&) { may(Action::org_configure, {}); }
    void operator()(const roles::CreateRole&) { may(Action::org_manage_roles, {}); }
    void operator()(const roles::EditRole&) { may(Action::org_manage_roles, {}); }
    void operator()(const roles::DeleteRole&) { may(Action::org_manage_roles, {}); }
    void operator()(const teams::CreateTeam& c) {
        may(Action::org_create_team, {});
        must(words.team(c.id) == nullptr, "the team was there");
    }
    void operator()(const teams::DeleteTeam& c) {
        shared_team(c.team);
        may(Action::org_delete_team, {});
    }
    void operator()(const teams::RestoreTeam& c) {
        shared_team(c.team);
        may(Action::org_delete_team, {});
    }
    void operator()(const teams::InviteMember& c) {
        team_action(Action::team_invite, c.team);
        shared_team(c.team);
        may_give(c.role, c.team);
    }
    void operator()(const teams::WithdrawInvite& c) { team_action(Action::team_invite, c.team); }
    void operator()(const teams::ResendInvite& c) { team_action(Action::team_invite, c.team); }
    void operator()(const teams::AcceptInvite& c) {
        const auto* own = invited(c.team, c.invite);
        must(own == nullptr || own->expires_at > now, "the invite is too old");
        const auto* team = words.team(c.team);
        must(team != nullptr && !team->deleted_at, "the team is not there");
    }
    void operator()(const teams::DeclineInvite& c) { invited(c.team, c.invite); }
    void operator()(const teams::ChangeRole& c) {
        team_action(Action::team_set_role, c.team);
        shared_team(c.team);
        may_give(c.role, c.team);
    }
    void operator()(const teams::SetRegistryAdmin& c) {
        team_action(Action::registry_manage_members, c.team);
    }
    void operator()(const teams::RemoveMember& c) {
        team_action(Action::team_remove_member, c.team);
        shared_team(c.team);
    }
    void operator()(const teams::LeaveTeam& c) {
        live_team(c.team);
        shared_team(c.team);
        must(words.row<records::Member>({Kind::member, c.team.value, who.value}) != nullptr,
             "the asker is not in the team");
    }
    void operator()(const teams::AppointAdmin& c) {
        shared_team(c.team);
        may(Action::org_appoint_admin, {});
    }
    void operator()(const teams::SetTeamSwitch& c) { team_action(Action::team_update, c.team); }
    void operator()(const teams::EditTeamProfile& c) { team_action(Action::team_update, c.team); }
    void operator()(const teams::CreateServiceAccount& c) {
        if (c.team) return team_action(Action::team_manage_service_accounts, c.team);
        may(Action::org_manage_service_accounts, {});
    }
    void operator()(const teams::DeleteServiceAccount& c) {
        const auto* account = words.user(c.user);
        must(account != nullptr && account->kind != UserKind::person, "a person was deleted");
        if (account == nullptr) return;
        if (account->kind == UserKind::team_service)
            return team_action(Action::team_manage_service_accounts, account->home_team);
        may(Action::org_manage_service_accounts, {});
    }
    void operator()(const projects::CreateProject& c) {
        team_action(Action::project_create, c.team);
        offered(c.visibility, c.team);
        if (c.visibility != Visibility::team) may(Action::project_set_visibility, c.team, {}, who);
    }
    void operator()(const projects::RenameProject& c) { may_in(Action::project_update, c.project); }
    void operator()(const projects::DescribeProject& c) {
        may_in(Action::project_update, c.project);
    }
    void operator()(const projects::SetVisibility& c) {
        may_in(Action::project_set_visibility, c.project);
        const auto* project = words.project(c.project);
        if (project == nullptr) return;
        offered(c.visibility, project->team);
        must(project->visibility != Visibility::restricted || c.visibility == Visibility::team ||
                 c.visibility == Visibility::restricted,
             "a restricted project may only become its team's");
    }
    void operator()(const projects::SetProjectRole& c) {
        may_in(Action::project_manage_members, c.project);
        const auto* project = words.project(c.project);
        const bool follows = project != nullptr && c.role == held_in_team(project->team, c.user);
        if (project != nullptr && c.role.base != Role::none && !follows)
            may_give(c.role, project->team, project);
    }
    void operator()(const projects::RemoveProjectMember& c) {
        if (c.user != who) return may_in(Action::project_manage_members, c.project);
        live_project(c.project);
    }
    void operator()(const projects::StarProject& c) { may_in(Action::project_read, c.project); }
    void operator()(const projects::DeleteProject& c) { may_in(Action::project_delete, c.project); }
    void operator()(const projects::RestoreProject& c) {
        const auto* project = words.project(c.project);
        must(project != nullptr && project->deleted_at, "the project was not deleted");
        if (project != nullptr)
            may(Action::project_delete, project->team, project->id, project->author);
    }
    void operator()(const runs::RenameRun& c) { may_with(Action::run_update, c.run); }
    void operator()(const runs::NoteRun& c) { may_with(Action::run_update, c.run); }
    void operator()(const runs::TagRun& c) { may_with(Action::run_update, c.run); }
    void operator()(const runs::StopRun& c) { may_with(Action::run_stop, c.run); }
    void operator()(const runs::DeleteRun& c) { may_with(Action::run_delete, c.run); }
    void operator()(const runs::RestoreRun& c) { may_with(Action::run_restore, c.run, false); }
    void operator()(const runs::MoveRun& c) {
        const auto* run = may_with(Action::run_move, c.run);
        may_in(Action::run_create, c.project);
        const auto* from = run != nullptr ? words.project(run->project) : nullptr;
        must(from == nullptr || from->visibility != Visibility::restricted || from->id == c.project,
             "a run left a restricted project");
    }
};

// Which rows a command may change at all, as bits.
using Kinds = std::uint32_t;

template <class... Some>
constexpr Kinds of(Some... kinds) {
    return ((Kinds{1} << static_cast<unsigned>(kinds)) | ...);
}

struct Reach {
    static constexpr Kinds invites = of(Kind::invite, Kind::invitation);
    static constexpr Kinds joining =
        invites | of(Kind::member, Kind::account, Kind::project_member);

    Kinds operator()(const users::EditProfile&) const { return of(Kind::user, Kind::account); }
    Kinds operator()(const users::SetDefaultTeam&) const { return of(Kind::account); }
    Kinds operator()(const users::SetInstanceAdmin&) const { return of(Kind::user); }
    Kinds operator()(const users::SetActive&) const { return of(Kind::user); }
    Kinds operator()(const users::ChangeSetting&) const { return of(Kind::settings); }
    Kinds operator()(const users::SetLease&) const { return of(Kind::settings); }
    Kinds operator()(const roles::CreateRole&) const { return of(Kind::custom_role); }
    Kinds operator()(const roles::EditRole&) const { return of(Kind::custom_role); }
    Kinds operator()(const roles::DeleteRole&) const {
        return invites | of(Kind::custom_role, Kind::member, Kind::project_member);
    }
    Kinds operator()(const teams::CreateTeam&) const { return joining | of(Kind::team); }
    Kinds operator()(const teams::DeleteTeam&) const { return of(Kind::team); }
    Kinds operator()(const teams::RestoreTeam&) const { return of(Kind::team); }
    Kinds operator()(const teams::EditTeamProfile&) const { return of(Kind::team); }
    Kinds operator()(const teams::SetTeamSwitch&) const { return of(Kind::team); }
    Kinds operator()(const teams::InviteMember&) const { return invites; }
    Kinds operator()(const teams::WithdrawInvite&) const { return invites; }
    Kinds operator()(const teams::ResendInvite&) const { return invites; }
    Kinds operator()(const teams::DeclineInvite&) const { return invites; }
    Kinds operator()(const teams::AcceptInvite&) const { return joining; }
    Kinds operator()(const teams::ChangeRole&) const {
        return of(Kind::member, Kind::project_member);
    }
    Kinds operator()(const teams::SetRegistryAdmin&) const { return of(Kind::member); }
    Kinds operator()(const teams::RemoveMember&) const { return joining; }
    Kinds operator()(const teams::LeaveTeam&) const { return joining; }
    Kinds operator()(const teams::AppointAdmin&) const { return joining; }
    Kinds operator()(const teams::CreateServiceAccount&) const { return joining | of(Kind::user); }
    Kinds operator()(const teams::DeleteServiceAccount&) const { return joining | of(Kind::user); }
    Kinds operator()(const projects::CreateProject&) const {
        return of(Kind::project, Kind::project_member);
    }
    Kinds operator()(const projects::RenameProject&) const { return of(Kind::project); }
    Kinds operator()(const projects::DescribeProject&) const { return of(Kind::project); }
    Kinds operator()(const projects::SetVisibility&) const {
        return of(Kind::project, Kind::project_member);
    }
    Kinds operator()(const projects::SetProjectRole&) const { return of(Kind::project_member); }
    Kinds operator()(const projects::RemoveProjectMember&) const {
        return of(Kind::project_member);
    }
    Kinds operator()(const projects::StarProject&) const { return of(Kind::star); }
    Kinds operator()(const projects::DeleteProject&) const { return of(Kind::project); }
    Kinds operator()(const projects::RestoreProject&) const { return of(Kind::project); }
    template <class OfARun>
    Kinds operator()(const OfARun&) const {
        return of(Kind::run);
    }
};

}  // namespace

std::string Reference::fault_of(UserId who, Instant now, const sync::Command& command) const {
    const records::User* asker = user(who);
    if (asker == nullptr || asker->deactivated_at) return "the asker is nobody who may act";
    Judge judge{*this, who, now, "", false};
    std::visit(judge, command);
    return judge.fault;
}

bool Reference::lacks_permission(UserId who, Instant now, const sync::Command& command) const {
    const records::User* asker = user(who);
    if (asker == nullptr || asker->deactivated_at) return true;
    Judge judge{*this, who, now, "", false};
    std::visit(judge, command);
    return judge.unpermitted;
}

std::string Reference::fault_of_changes(const sync::Command& command,
                                        const records::Changes& changes) const {
    const Kinds kinds = std::visit(Reach{}, command);
    const RunId run = sync::run_of(command);
    const auto check = [&](const Key& key) {
        return (kinds & of(key.kind)) != 0 && (key.kind != Kind::run || key.first == run.value);
    };
    for (const Key& key : changes.erased)
        if (!check(key)) return "it erased a row that it is not about";
    for (const Row& changed : changes.put)
        if (!check(records::key(changed))) return "it changed a row that it is not about";
    return "";
}

}  // namespace ensemble::simulation
