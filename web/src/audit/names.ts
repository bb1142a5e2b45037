// SPDX-License-Identifier: Apache-2.0
import type { Key } from '../languages/keys';
import { t } from '../languages/language.svelte';
import type { Command } from '../sync/types';

type Event =
  | 'key_made'
  | 'key_revoked'
  | 'key_rotated'
  | 'signed_in'
  | 'signed_out'
  | 'session_ended'
  | 'password_changed'
  | 'sign_in_link_made'
  | 'run_made'
  | 'run_edited'
  | 'files_deleted'
  | 'artifact_edited'
  | 'artifact_deleted'
  | 'run_purged'
  | 'project_purged'
  | 'user_added'
  | 'user_activated'
  | 'user_deactivated'
  | 'instance_admin_made'
  | 'instance_admin_unmade';

// Kinds of what is written down: commands, and what the server did itself.
export const doneKeys = {
  change_role: 'audit.changeRole',
  remove_member: 'audit.removeMember',
  leave_team: 'audit.leaveTeam',
  set_registry_admin: 'audit.setRegistryAdmin',
  appoint_admin: 'audit.appointAdmin',
  invite_member: 'audit.inviteMember',
  withdraw_invite: 'audit.withdrawInvite',
  resend_invite: 'audit.resendInvite',
  accept_invite: 'audit.acceptInvite',
  decline_invite: 'audit.declineInvite',
  create_team: 'audit.createTeam',
  delete_team: 'audit.deleteTeam',
  restore_team: 'audit.restoreTeam',
  set_team_switch: 'audit.setTeamSwitch',
  edit_team_profile: 'audit.editTeamProfile',
  create_project: 'audit.createProject',
  rename_project: 'audit.renameProject',
  describe_project: 'audit.describeProject',
  set_visibility: 'audit.setVisibility',
  set_project_role: 'audit.setProjectRole',
  remove_project_member: 'audit.removeProjectMember',
  delete_project: 'audit.deleteProject',
  restore_project: 'audit.restoreProject',
  star_project: 'audit.starProject',
  create_role: 'audit.createRole',
  edit_role: 'audit.editRole',
  delete_role: 'audit.deleteRole',
  create_service_account: 'audit.createServiceAccount',
  delete_service_account: 'audit.deleteServiceAccount',
  key_made: 'audit.keyMade',
  key_revoked: 'audit.keyRevoked',
  key_rotated: 'audit.keyRotated',
  run_made: 'audit.runMade',
  run_edited: 'audit.runEdited',
  files_deleted: 'audit.filesDeleted',
  artifact_edited: 'audit.artifactEdited',
  artifact_deleted: 'audit.artifactDeleted',
  run_purged: 'audit.runPurged',
  project_purged: 'audit.projectPurged',
  signed_in: 'audit.signedIn',
  signed_out: 'audit.signedOut',
  session_ended: 'audit.sessionEnded',
  password_changed: 'audit.passwordChanged',
  sign_in_link_made: 'audit.linkMade',
  rename_run: 'audit.renameRun',
  note_run: 'audit.noteRun',
  tag_run: 'audit.tagRun',
  stop_run: 'audit.stopRun',
  delete_run: 'audit.deleteRun',
  restore_run: 'audit.restoreRun',
  move_run: 'audit.moveRun',
  user_added: 'audit.userAdded',
  user_activated: 'audit.userActivated',
  user_deactivated: 'audit.userDeactivated',
  instance_admin_made: 'audit.adminMade',
  instance_admin_unmade: 'audit.adminUnmade',
  set_active: 'audit.setActive',
  set_instance_admin: 'audit.setInstanceAdmin',
  change_setting: 'audit.changeSetting',
  set_lease: 'audit.setLease',
  edit_profile: 'audit.editProfile',
  set_default_team: 'audit.setDefaultTeam',
} as const satisfies Readonly<Record<Command['do'] | Event, Key>>;

// Those that are about the instance, and in no team's log.
const ofInstance: ReadonlySet<string> = new Set([
  'user_added',
  'user_activated',
  'user_deactivated',
  'instance_admin_made',
  'instance_admin_unmade',
  'set_active',
  'set_instance_admin',
  'change_setting',
  'set_lease',
  'edit_profile',
  'set_default_team',
  'create_role',
  'edit_role',
  'delete_role',
  'signed_in',
  'signed_out',
  'session_ended',
  'password_changed',
  'sign_in_link_made',
]);

// What is not known to this page stands as it is called.
export function doneName(name: string): string {
  return Object.hasOwn(doneKeys, name) ? t(doneKeys[name as keyof typeof doneKeys]) : name;
}

export function doneNames(inTeam: boolean): readonly string[] {
  return Object.keys(doneKeys).filter((name) => !inTeam || !ofInstance.has(name));
}
