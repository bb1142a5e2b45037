// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/roles.h"

namespace ensemble::permissions {

namespace {

using enum Action;

constexpr ActionSet nothing;

constexpr auto reading =
    ActionSet::of(project_read, run_read, sweep_read, workspace_read, report_read, artifact_read);

constexpr auto viewing = reading.with(
    ActionSet::of(team_read, report_comment, report_follow, registry_read, automation_read));

constexpr auto membership = viewing.with(ActionSet::of(
    project_create, project_update, project_set_visibility_own, project_manage_members_own,
    run_create, run_update_own, run_update, run_stop_own, run_delete_own, run_move_own, run_restore,
    sweep_create, sweep_update_own, sweep_delete_own, workspace_edit_own, workspace_edit_shared,
    report_create, report_update_own, report_delete_own, report_share_link, artifact_download,
    artifact_create, artifact_update_metadata, artifact_alias, artifact_delete, artifact_set_ttl,
    registry_download, registry_create, registry_link, registry_unlink, registry_alias,
    registry_delete, automation_create, automation_update, automation_delete, apikey_create_own));

// Not protected aliases: a team admin makes somebody registry admin first, be it themselves.
constexpr auto team_administration = membership.with(ActionSet::of(
    team_update, team_invite, team_remove_member, team_set_role, team_manage_service_accounts,
    team_manage_webhooks, team_manage_secrets, project_delete, project_set_visibility,
    project_manage_members, run_stop, run_delete, run_move, sweep_update, sweep_delete,
    report_update, report_delete, registry_manage_members, auditlog_read));

constexpr auto registry_administration =
    ActionSet::of(registry_read, registry_download, registry_create, registry_link, registry_unlink,
                  registry_alias, registry_protected_alias, registry_manage_members,
                  registry_manage_settings, registry_delete);

constexpr auto instance_administration =
    ActionSet::of(team_read, team_update, apikey_create_own, auditlog_read, org_configure,
                  org_manage_users, org_manage_roles, org_manage_service_accounts, org_create_team,
                  org_delete_team, org_appoint_admin, org_read_activity);

constexpr auto openness =
    ActionSet::of(run_create, run_update_own, run_stop_own, run_delete_own, artifact_create,
                  report_create, report_update_own, report_delete_own);

constexpr auto steering = ActionSet::of(
    team_update, team_invite, team_remove_member, team_set_role, team_manage_service_accounts,
    team_manage_webhooks, team_manage_secrets, project_delete, project_set_visibility_own,
    project_set_visibility, project_manage_members_own, project_manage_members,
    registry_manage_members, apikey_create_own);

constexpr auto least_roles = [] {
    std::array<Role, action_count> roles{};
    for (std::size_t i = 0; i < action_count; ++i) {
        const auto action = static_cast<Action>(i);
        if (viewing.has(action)) {
            roles[i] = Role::view_only;
        } else if (membership.has(action)) {
            roles[i] = Role::member;
        } else if (team_administration.has(action)) {
            roles[i] = Role::admin;
        }
    }
    return roles;
}();

constexpr auto addable = team_administration.with(registry_administration);

}  // namespace

std::string_view name(Role role) {
    switch (role) {
    case Role::none:
        return "none";
    case Role::view_only:
        return "view_only";
    case Role::member:
        return "member";
    case Role::admin:
        return "admin";
    }
    return "none";
}

std::optional<Role> role(std::string_view text) {
    for (const Role known : {Role::none, Role::view_only, Role::member, Role::admin}) {
        if (name(known) == text) return known;
    }
    return std::nullopt;
}

const ActionSet& actions_of(Role role) {
    switch (role) {
    case Role::none:
        break;
    case Role::view_only:
        return viewing;
    case Role::member:
        return membership;
    case Role::admin:
        return team_administration;
    }
    return nothing;
}

const ActionSet& registry_admin_actions() {
    return registry_administration;
}

const ActionSet& instance_admin_actions() {
    return instance_administration;
}

Role least_role_with(Action action) {
    return least_roles[static_cast<std::size_t>(action)];
}

const ActionSet& addable_actions() {
    return addable;
}

std::string_view name(Visibility visibility) {
    switch (visibility) {
    case Visibility::open:
        return "open";
    case Visibility::public_:
        return "public";
    case Visibility::team:
        return "team";
    case Visibility::restricted:
        return "restricted";
    }
    return "restricted";
}

std::optional<Visibility> visibility(std::string_view text) {
    for (const Visibility known :
         {Visibility::open, Visibility::public_, Visibility::team, Visibility::restricted}) {
        if (name(known) == text) return known;
    }
    return std::nullopt;
}

const ActionSet& public_actions() {
    return reading;
}

const ActionSet& open_actions() {
    return openness;
}

const ActionSet& withheld_from_services() {
    return steering;
}

}  // namespace ensemble::permissions
