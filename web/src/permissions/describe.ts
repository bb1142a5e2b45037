// SPDX-License-Identifier: Apache-2.0
import { formatDuration } from '../languages/format';
import type { Key } from '../languages/keys';
import { t } from '../languages/language.svelte';
import type { Command, InstanceSwitch, RoleWish, TeamSwitch } from '../sync/types';
import { runName } from './run-place';
import { ownView, projectView, rolesView, teamsView, teamView } from './seen.svelte';
import { holdingName, personName, userName, visibilityName, wishName } from './words';

// What somebody asked for, in words, with the names of what it is about. The same title stands
// in messages, in the list of waiting changes and beside what was refused.

const switchKeys = {
  hidden: 'teams.hidden',
  private_only: 'teams.privateOnly',
  members_invite: 'teams.membersInvite',
} as const satisfies Readonly<Record<TeamSwitch, Key>>;

const settingKeys = {
  users_create_teams: 'changes.usersCreateTeams',
  keys_allowed: 'changes.keysAllowed',
  invites_forbidden: 'changes.invitesForbidden',
  private_only: 'teams.privateOnly',
  teams_hidden: 'changes.teamsHidden',
} as const satisfies Readonly<Record<InstanceSwitch, Key>>;

export function switchName(which: TeamSwitch): string {
  return t(switchKeys[which]);
}

export function settingName(which: InstanceSwitch): string {
  return t(settingKeys[which]);
}

export function teamName(id: number | undefined): string {
  const me = ownView();
  const own = me?.teams.find((team) => team.id === id)?.name;
  const invited = me?.invitations.find((invitation) => invitation.team === id)?.team_name;
  const named = own ?? invited;
  if (named !== undefined) return named;
  const other = teamsView()?.teams.find(({ team }) => team.id === id);
  return other?.team.name ?? t('changes.someTeam');
}

function projectName(id: number): string {
  return projectView(id)?.project.name ?? t('changes.someProject');
}

function customRole(id: number): string {
  const item = rolesView()?.roles.find((one) => one.role.id === id);
  return item?.role.name ?? t('changes.someRole');
}

function invitee(team: number, invite: number): string {
  const found = teamView(teamName(team))?.invites.find((one) => one.id === invite);
  if (found === undefined) return t('changes.someone');
  return found.user === undefined ? found.email : personName(found.user);
}

function newRole(command: { team: number; user: number; role: RoleWish }): string {
  const values = {
    person: userName(command.user),
    team: teamName(command.team),
    role: wishName(command.role),
  };
  const member = teamView(values.team)?.members.find((one) => one.user.id === command.user);
  const held = member?.was ?? member?.role;
  const from = held === undefined ? '' : holdingName(held);
  if (from === '' || from === values.role) return t('changes.changeRole', values);
  return t('changes.changeRoleFrom', { ...values, from });
}

function lease(hours: number): string {
  if (hours === 0) return t('changes.setLeaseForever');
  return t('changes.setLease', { duration: formatDuration(hours * 3600) });
}

type Sentences = {
  readonly [Name in Command['do']]: (command: Command & { readonly do: Name }) => string;
};

const sentences: Sentences = {
  edit_profile: () => t('changes.editProfile'),
  set_default_team: (c) => t('changes.setDefaultTeam', { team: teamName(c.team) }),
  set_instance_admin: (c) => {
    const values = { person: userName(c.user) };
    return c.on ? t('changes.adminOn', values) : t('changes.adminOff', values);
  },
  set_active: (c) => {
    const values = { person: userName(c.user) };
    return c.on ? t('changes.activate', values) : t('changes.deactivate', values);
  },
  change_setting: (c) => {
    const values = { name: settingName(c.setting) };
    return c.on ? t('changes.settingOn', values) : t('changes.settingOff', values);
  },
  set_lease: (c) => lease(c.hours),
  create_role: (c) => t('changes.createRole', { name: c.name }),
  edit_role: (c) => t('changes.editRole', { name: c.name ?? customRole(c.role) }),
  delete_role: (c) => t('changes.deleteRole', { name: customRole(c.role) }),

  create_team: (c) => t('changes.createTeam', { team: c.name }),
  delete_team: (c) => t('changes.deleteTeam', { team: teamName(c.team) }),
  restore_team: (c) => t('changes.restoreTeam', { team: teamName(c.team) }),
  leave_team: (c) => t('changes.leaveTeam', { team: teamName(c.team) }),
  invite_member: (c) => {
    const person = c.user === undefined ? (c.email ?? '') : userName(c.user);
    return t('changes.invite', { team: teamName(c.team), person, role: wishName(c.role) });
  },
  withdraw_invite: (c) => t('changes.withdrawInvite', ofInvite(c)),
  resend_invite: (c) => t('changes.resendInvite', ofInvite(c)),
  accept_invite: (c) => t('changes.acceptInvite', { team: teamName(c.team) }),
  decline_invite: (c) => t('changes.declineInvite', { team: teamName(c.team) }),
  change_role: newRole,
  set_registry_admin: (c) =>
    c.on ? t('changes.registryOn', ofMember(c)) : t('changes.registryOff', ofMember(c)),
  remove_member: (c) => t('changes.removeMember', ofMember(c)),
  appoint_admin: (c) => t('changes.appointAdmin', ofMember(c)),
  set_team_switch: (c) => {
    const values = { team: teamName(c.team), name: switchName(c.switch) };
    return c.on ? t('changes.switchOn', values) : t('changes.switchOff', values);
  },
  edit_team_profile: (c) => t('changes.editTeamProfile', { team: teamName(c.team) }),
  create_service_account: (c) => t('changes.createServiceAccount', { name: c.name }),
  delete_service_account: (c) => t('changes.deleteServiceAccount', { person: userName(c.user) }),

  create_project: (c) => t('changes.createProject', { project: c.name }),
  rename_project: (c) =>
    t('changes.renameProject', { project: projectName(c.project), name: c.name }),
  describe_project: (c) => t('changes.describeProject', { project: projectName(c.project) }),
  set_visibility: (c) => {
    const visibility = visibilityName(c.visibility);
    return t('changes.setVisibility', { project: projectName(c.project), visibility });
  },
  set_project_role: (c) =>
    t('changes.setProjectRole', {
      person: userName(c.user),
      project: projectName(c.project),
      role: wishName(c.role),
    }),
  remove_project_member: (c) =>
    t('changes.removeProjectMember', {
      person: userName(c.user),
      project: projectName(c.project),
    }),
  star_project: (c) => {
    const values = { project: projectName(c.project) };
    return c.on ? t('changes.star', values) : t('changes.unstar', values);
  },
  delete_project: (c) => t('changes.deleteProject', { project: projectName(c.project) }),
  restore_project: (c) => t('changes.restoreProject', { project: projectName(c.project) }),

  // A run that has the name already is named by it.
  rename_run: (c) => {
    const values = { run: runName(c.run), name: c.display_name };
    return values.run === values.name
      ? t('changes.runRenamed', values)
      : t('changes.renameRun', values);
  },
  note_run: (c) => t('changes.noteRun', { run: runName(c.run) }),
  tag_run: (c) => {
    const values = { run: runName(c.run), tag: c.tag };
    return c.on ? t('changes.tagOn', values) : t('changes.tagOff', values);
  },
  stop_run: (c) => t('changes.stopRun', { run: runName(c.run) }),
  delete_run: (c) => t('changes.deleteRun', { run: runName(c.run) }),
  restore_run: (c) => t('changes.restoreRun', { run: runName(c.run) }),
  move_run: (c) => t('changes.moveRun', { run: runName(c.run), project: projectName(c.project) }),
};

function ofMember(c: { team: number; user: number }): { person: string; team: string } {
  return { person: userName(c.user), team: teamName(c.team) };
}

function ofInvite(c: { team: number; invite: number }): { person: string; team: string } {
  return { person: invitee(c.team, c.invite), team: teamName(c.team) };
}

export function describe(command: Command): string {
  const sentence = sentences[command.do] as (command: Command) => string;
  return sentence(command);
}

// What a person wrote for it, so that it is not lost when the change is refused.
export function typedText(command: Command): string {
  switch (command.do) {
    case 'note_run':
      return command.notes;
    case 'rename_run':
      return command.display_name;
    case 'describe_project':
      return command.description;
    case 'rename_project':
    case 'create_project':
    case 'create_team':
      return command.name;
    case 'edit_team_profile':
      return [command.intro ?? '', ...(command.links ?? []).map((l) => `${l.title} ${l.url}`)]
        .filter((line) => line !== '')
        .join('\n');
    case 'create_role':
    case 'edit_role':
      return [command.name ?? '', command.description ?? ''].filter((s) => s !== '').join('\n');
    case 'invite_member':
      return command.email ?? '';
    case 'appoint_admin':
      return command.reason;
    default:
      return '';
  }
}

// Whether it changes what people may do. Such a change has no effect before the server has it.
export function changesAccess(command: Command): boolean {
  return accessCommands.has(command.do);
}

const accessCommands: ReadonlySet<Command['do']> = new Set([
  'set_instance_admin',
  'set_active',
  'change_setting',
  'create_role',
  'edit_role',
  'delete_role',
  'delete_team',
  'leave_team',
  'invite_member',
  'withdraw_invite',
  'accept_invite',
  'change_role',
  'set_registry_admin',
  'remove_member',
  'appoint_admin',
  'set_team_switch',
  'set_visibility',
  'set_project_role',
  'remove_project_member',
  'delete_project',
]);
