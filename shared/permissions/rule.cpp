// SPDX-License-Identifier: Apache-2.0
#include "shared/permissions/decision.h"

namespace ensemble::permissions {

std::string_view name(Rule rule) {
    switch (rule) {
    case Rule::team_role:
        return "team_role";
    case Rule::team_extra:
        return "team_extra";
    case Rule::project_role:
        return "project_role";
    case Rule::project_extra:
        return "project_extra";
    case Rule::creator:
        return "creator";
    case Rule::registry_admin:
        return "registry_admin";
    case Rule::instance_admin:
        return "instance_admin";
    case Rule::public_project:
        return "public_project";
    case Rule::open_project:
        return "open_project";
    case Rule::share_link:
        return "share_link";
    case Rule::members_invite:
        return "members_invite";
    case Rule::users_create_teams:
        return "users_create_teams";
    case Rule::not_signed_in:
        return "not_signed_in";
    case Rule::deactivated:
        return "deactivated";
    case Rule::key_reads_only:
        return "key_reads_only";
    case Rule::key_elsewhere:
        return "key_elsewhere";
    case Rule::key_of_view_only:
        return "key_of_view_only";
    case Rule::not_a_member:
        return "not_a_member";
    case Rule::not_added:
        return "not_added";
    case Rule::role_lacks:
        return "role_lacks";
    case Rule::not_creator:
        return "not_creator";
    case Rule::needs_registry_admin:
        return "needs_registry_admin";
    case Rule::needs_instance_admin:
        return "needs_instance_admin";
    case Rule::service_account:
        return "service_account";
    case Rule::link_reads_only:
        return "link_reads_only";
    case Rule::keys_switched_off:
        return "keys_switched_off";
    case Rule::restricted_keeps_runs:
        return "restricted_keeps_runs";
    }
    return "not_signed_in";
}

}  // namespace ensemble::permissions
