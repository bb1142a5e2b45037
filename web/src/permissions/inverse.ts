// SPDX-License-Identifier: Apache-2.0
import { sync } from '../sync/sync.svelte';
import type { Command, Holding, RoleWish } from '../sync/types';
import { teamName } from './describe';
import { ownView, projectView, rolesView, runsView, teamView } from './seen.svelte';

// The change that takes a change back, from what is on show before it. undefined where there is
// none: whoever left a team comes back by invitation only.
export function inverse(command: Command): Command | undefined {
  switch (command.do) {
    case 'set_instance_admin':
    case 'set_active':
    case 'change_setting':
    case 'set_registry_admin':
    case 'set_team_switch':
    case 'star_project':
    case 'tag_run':
      return { ...command, on: !command.on };
    case 'delete_team':
      return { do: 'restore_team', team: command.team };
    case 'delete_project':
      return { do: 'restore_project', project: command.project };
    case 'restore_project':
      return { do: 'delete_project', project: command.project };
    case 'delete_run':
      return { do: 'restore_run', run: command.run };
    case 'restore_run':
      return { do: 'delete_run', run: command.run };
    case 'create_project':
      return { do: 'delete_project', project: command.project };
    case 'create_role':
      return { do: 'delete_role', role: command.role };
    case 'invite_member':
      return { do: 'withdraw_invite', team: command.team, invite: command.invite };
    default:
      return backToBefore(command);
  }
}

export function wishOf(holding: Holding): RoleWish {
  return holding.custom === 0
    ? { base: holding.base }
    : { base: holding.base, custom: holding.custom };
}

function backToBefore(command: Command): Command | undefined {
  switch (command.do) {
    case 'change_role': {
      const members = teamView(teamName(command.team))?.members;
      const role = members?.find((one) => one.user.id === command.user)?.role;
      return role && { ...command, role: wishOf(role) };
    }
    case 'withdraw_invite':
      return inviteAgain(command.team, command.invite);
    case 'edit_team_profile': {
      const team = teamView(teamName(command.team))?.team;
      if (team === undefined) return undefined;
      const { intro = '', avatar = '', links = [], showcase = [] } = team;
      return onlyOf(command, { ...command, intro, avatar, links, showcase });
    }
    case 'edit_role': {
      const role = rolesView()?.roles.find((one) => one.role.id === command.role)?.role;
      if (role === undefined) return undefined;
      const { name, description = '', extra } = role;
      return onlyOf(command, { ...command, name, description, extra });
    }
    case 'set_default_team': {
      const team = ownView()?.account?.default_team;
      return team === undefined ? undefined : { do: 'set_default_team', team };
    }
    case 'set_lease': {
      const hours = ownView()?.settings.lease_hours;
      return hours === undefined ? undefined : { do: 'set_lease', hours };
    }
    case 'rename_run':
    case 'note_run':
    case 'move_run':
      return runBefore(command);
    default:
      return projectBefore(command);
  }
}

// What the command does not change stays as others leave it.
function onlyOf<Asked extends Command>(command: Asked, back: Asked): Asked {
  const asked = Object.entries(back).filter(([name]) => name in command);
  return Object.fromEntries(asked) as Asked;
}

function projectBefore(command: Command): Command | undefined {
  if (!('project' in command)) return undefined;
  const view = projectView(command.project);
  if (view === null) return undefined;
  const { id, name, description = '', visibility } = view.project;
  switch (command.do) {
    case 'rename_project':
      return { do: 'rename_project', project: id, name };
    case 'describe_project':
      return { do: 'describe_project', project: id, description };
    case 'set_visibility':
      return { do: 'set_visibility', project: id, visibility };
    case 'set_project_role':
    case 'remove_project_member': {
      const before = view.members.find((one) => one.user.id === command.user);
      const { user } = command;
      if (before !== undefined)
        return { do: 'set_project_role', project: id, user, role: wishOf(before.role) };
      return { do: 'remove_project_member', project: id, user };
    }
    default:
      return undefined;
  }
}

function runBefore(
  command: Command & { readonly do: 'rename_run' | 'note_run' | 'move_run' },
): Command | undefined {
  const row = runsView([command.run])[0]?.run;
  if (row === undefined) return undefined;
  const { id: run, project, display_name = '', notes = '' } = row;
  if (command.do === 'rename_run') return { do: 'rename_run', run, display_name };
  if (command.do === 'note_run') return { do: 'note_run', run, notes, base: command.notes };
  return { do: 'move_run', run, project };
}

function inviteAgain(team: number, id: number): Command | undefined {
  const invite = teamView(teamName(team))?.invites.find((one) => one.id === id);
  if (invite === undefined) return undefined;
  const role = wishOf(invite.role);
  const whom = invite.user === undefined ? { email: invite.email } : { user: invite.user.id };
  return { do: 'invite_member', invite: sync.freshId(), team, ...whom, role };
}
