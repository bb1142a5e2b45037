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

}  // namespace ensemble::permissions
