// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/action.h"

namespace ensemble::permissions {

namespace {

constexpr std::array<std::string_view, action_count> names{
    "team:read",
    "team:update",
    "team:invite",
    "team:remove_member",
    "team:set_role",
    "team:manage_service_accounts",
    "team:manage_webhooks",
    "team:manage_secrets",
    "project:create",
    "project:read",
    "project:update",
    "project:delete",
    "project:set_visibility_own",
    "project:set_visibility",
    "project:manage_members_own",
    "project:manage_members",
    "run:read",
    "run:create",
    "run:update_own",
    "run:update",
    "run:stop_own",
    "run:stop",
    "run:delete_own",
    "run:delete",
    "run:move_own",
    "run:move",
    "run:restore",
    "sweep:read",
    "sweep:create",
    "sweep:update_own",
    "sweep:update",
    "sweep:delete_own",
    "sweep:delete",
    "workspace:read",
    "workspace:edit_own",
    "workspace:edit_shared",
    "report:read",
    "report:create",
    "report:update_own",
    "report:update",
    "report:delete_own",
    "report:delete",
    "report:comment",
    "report:follow",
    "report:share_link",
    "artifact:read",
    "artifact:download",
    "artifact:create",
    "artifact:update_metadata",
    "artifact:alias",
    "artifact:delete",
    "artifact:set_ttl",
    "registry:read",
    "registry:download",
    "registry:create",
    "registry:link",
    "registry:unlink",
    "registry:alias",
    "registry:protected_alias",
    "registry:manage_members",
    "registry:manage_settings",
    "registry:delete",
    "automation:read",
    "automation:create",
    "automation:update",
    "automation:delete",
    "apikey:create_own",
    "auditlog:read",
    "org:configure",
    "org:manage_users",
    "org:manage_roles",
    "org:manage_service_accounts",
    "org:create_team",
    "org:delete_team",
    "org:appoint_admin",
    "org:read_activity",
};

}  // namespace

std::string_view name(Action action) {
    return names[static_cast<std::size_t>(action)];
}

std::optional<Action> action(std::string_view name) {
    for (std::size_t i = 0; i < action_count; ++i) {
        if (names[i] == name) return static_cast<Action>(i);
    }
    return std::nullopt;
}

Place place(Action action) {
    if (action >= Action::org_configure || action == Action::apikey_create_own)
        return Place::instance;
    if (action <= Action::project_create || action == Action::auditlog_read) return Place::team;
    const bool registry = action >= Action::registry_read && action <= Action::registry_delete;
    return registry ? Place::team : Place::project;
}

bool reads(Action action) {
    using enum Action;
    constexpr auto reading =
        ActionSet::of(team_read, project_read, run_read, sweep_read, workspace_read, report_read,
                      artifact_read, artifact_download, registry_read, registry_download,
                      automation_read, auditlog_read, org_read_activity);
    return reading.has(action);
}

std::optional<Action> own_form(Action action) {
    using enum Action;
    // In the catalogue the own form stands right before the wide one.
    constexpr auto wide = ActionSet::of(project_set_visibility, project_manage_members, run_update,
                                        run_stop, run_delete, run_move, sweep_update, sweep_delete,
                                        report_update, report_delete);
    if (!wide.has(action)) return std::nullopt;
    return static_cast<Action>(static_cast<std::uint8_t>(action) - 1);
}

}  // namespace ensemble::permissions
