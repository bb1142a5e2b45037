// SPDX-License-Identifier: Apache-2.0
#include "daemon/command/permission_words.h"

#include <array>

namespace ensemble::command {

namespace {

using permissions::Action;
using permissions::Rule;
using enum permissions::Action;

// In the order of the catalogue.
constexpr std::array<ActionWords, permissions::action_count> actions{{
    {team_read, "S54, S100", "See the team, its people and its projects"},
    {team_update, "S72, S100", "Change the settings and the profile of the team"},
    {team_invite, "S50, S51, S70, D6", "Invite people into the team"},
    {team_remove_member, "S65, S71", "Remove people from the team"},
    {team_set_role, "S45, S62", "Give people of the team another role, custom ones too"},
    {team_manage_service_accounts, "S47, B.6", "Make and delete the team's service accounts"},
    {team_manage_webhooks, "S72", "Set the team's webhooks"},
    {team_manage_secrets, "S72", "Set the team's secrets"},
    {project_create, "S27, A2.11", "Create projects"},
    {project_read, "S54, B.2", "See a project"},
    {project_update, "S57", "Change the name and the description of a project"},
    {project_delete, "S46", "Delete a project"},
    {project_set_visibility_own, "B.2", "Set who sees a project that one created"},
    {project_set_visibility, "B.2", "Set who sees a project"},
    {project_manage_members_own, "B.2", "Add people to a project that one created"},
    {project_manage_members, "B.2", "Add people to a project, and set their roles in it"},
    {run_read, "S54, S85, B.2", "See runs: metrics, system metrics, files and logs"},
    {run_create, "S87, B.2", "Log runs"},
    {run_update_own, "S87", "Change a run that one logged"},
    {run_update, "S57, S87", "Change runs: name, notes, tags, group, configuration"},
    {run_stop_own, "S89, D15", "Stop a run that one logged"},
    {run_stop, "S89, D15", "Stop runs"},
    {run_delete_own, "S40, S52, S53, S88", "Delete a run that one logged"},
    {run_delete, "S40, S52, S53, S88", "Delete runs"},
    {run_move_own, "S35, S39, D14", "Move a run that one logged to another project"},
    {run_move, "S35, S39, D14", "Move runs to another project"},
    {run_restore, "A2.23", "Bring deleted runs back"},
    {sweep_read, "S85, B.2", "See sweeps"},
    {sweep_create, "S87", "Create sweeps"},
    {sweep_update_own, "S89", "Change, pause and stop a sweep that one created"},
    {sweep_update, "S89", "Change, pause and stop sweeps"},
    {sweep_delete_own, "S46, S52", "Delete a sweep that one created"},
    {sweep_delete, "S46, S52", "Delete sweeps"},
    {workspace_read, "S54, B.2", "See workspaces"},
    {workspace_edit_own, "S86", "Edit one's own workspace"},
    {workspace_edit_shared, "S86", "Edit the workspaces that all share"},
    {report_read, "S81, B.2", "See reports"},
    {report_create, "S82, B.2", "Write reports"},
    {report_update_own, "S83", "Edit a report that one wrote"},
    {report_update, "S83", "Edit reports"},
    {report_delete_own, "S84, D10", "Delete a report that one wrote"},
    {report_delete, "S84, D10", "Delete reports"},
    {report_comment, "S56", "Comment on reports"},
    {report_follow, "S55", "Follow reports"},
    {report_share_link, "S57, B.5", "Make links that open a report without an account"},
    {artifact_read, "S90, B.2", "See artifacts"},
    {artifact_download, "S96, D1", "Download artifacts"},
    {artifact_create, "S91", "Log artifacts"},
    {artifact_update_metadata, "S93", "Change the metadata of artifacts"},
    {artifact_alias, "S94, S95", "Set and take away aliases of artifacts"},
    {artifact_delete, "S92", "Delete artifacts"},
    {artifact_set_ttl, "S92, S93", "Set how long artifacts are kept"},
    {registry_read, "S75", "See the registry"},
    {registry_download, "S76", "Download from the registry"},
    {registry_create, "B.9", "Create registries and collections"},
    {registry_link, "S74", "Link versions to collections"},
    {registry_unlink, "B.9", "Unlink versions without a protected alias"},
    {registry_alias, "S73", "Set and take away aliases in the registry"},
    {registry_protected_alias, "S78, D3", "Set and take away protected aliases"},
    {registry_manage_members, "S77", "Appoint registry admins"},
    {registry_manage_settings, "D5, B.9", "Set accepted types and who sees a registry"},
    {registry_delete, "B.9", "Delete collections without a protected alias"},
    {automation_read, "S54", "See automations"},
    {automation_create, "B.9", "Create automations"},
    {automation_update, "B.9", "Change automations"},
    {automation_delete, "B.9", "Delete automations"},
    {apikey_create_own, "S58, D1", "Make API keys for oneself, and use them"},
    {auditlog_read, "B.6, B.8", "Read the audit log of a team"},
    {org_configure, "S97", "Change the settings of the server"},
    {org_manage_users, "S100", "Add, invite, deactivate and restore users"},
    {org_manage_roles, "S59, S60, S61", "Compose custom roles"},
    {org_manage_service_accounts, "B.6", "Make service accounts that work in every team"},
    {org_create_team, "S23, S98, D2", "Create teams"},
    {org_delete_team, "S98", "Delete teams"},
    {org_appoint_admin, "S100, S101", "Make anybody, also oneself, admin of any team; audited"},
    {org_read_activity, "S99", "See who is active on the server"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (actions[i].action != static_cast<Action>(i)) return false;
    }
    return true;
}
static_assert(in_order());

}  // namespace

const ActionWords& words(permissions::Action action) {
    return actions[static_cast<std::size_t>(action)];
}

std::string_view words(permissions::Rule rule) {
    switch (rule) {
    case Rule::team_role:
        return "The role in the team has the action. Team admins may always manage the people of a "
               "project, so they can add themselves to a restricted one.";
    case Rule::team_extra:
        return "The custom role in the team adds the action.";
    case Rule::project_role:
        return "The role in the project has the action.";
    case Rule::project_extra:
        return "The custom role in the project adds the action.";
    case Rule::creator:
        return "They made the thing, and their role covers what one made oneself. Who owns the "
               "project does not matter.";
    case Rule::registry_admin:
        return "Registry admins of the team may, whatever their role.";
    case Rule::instance_admin:
        return "Admins of the server may. They do not read what teams keep: to do that they make "
               "themselves admin of a team, which the audit log shows.";
    case Rule::public_project:
        return "The project is public or open: whoever knows its address sees it.";
    case Rule::open_project:
        return "The project is open: whoever is signed in, service accounts of other teams too, "
               "logs runs and artifacts and writes reports in it, each their own. People who are "
               "view-only in the team stay so.";
    case Rule::share_link:
        return "They hold a link to the project.";
    case Rule::members_invite:
        return "A switch of the team lets members invite.";
    case Rule::users_create_teams:
        return "A switch of the server lets everybody create teams.";
    case Rule::not_signed_in:
        return "Nobody has signed in.";
    case Rule::deactivated:
        return "The account is deactivated.";
    case Rule::key_reads_only:
        return "The API key is for reading.";
    case Rule::key_elsewhere:
        return "The API key is for another team or project.";
    case Rule::key_of_view_only:
        return "View-only people have no API keys. Those of somebody who became view-only carry "
               "nothing of that role, unless a custom role adds `apikey:create_own`.";
    case Rule::not_a_member:
        return "They are not in the team, nor were they added to the project.";
    case Rule::not_added:
        return "The project is restricted, and they were not added to it.";
    case Rule::role_lacks:
        return "Their role does not have the action.";
    case Rule::not_creator:
        return "Their role covers what one made oneself, and somebody else made this.";
    case Rule::needs_registry_admin:
        return "It takes a registry admin.";
    case Rule::needs_instance_admin:
        return "It takes an admin of the server.";
    case Rule::service_account:
        return "Service accounts steer neither teams nor projects and make no keys; those of a "
               "team "
               "do not read its audit log.";
    case Rule::link_reads_only:
        return "Links are for reading.";
    case Rule::keys_switched_off:
        return "A switch of the server stops the making of API keys.";
    case Rule::restricted_keeps_runs:
        return "No run leaves a restricted project, whoever asks.";
    }
    return "";
}

}  // namespace ensemble::command
