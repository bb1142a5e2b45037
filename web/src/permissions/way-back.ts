// SPDX-License-Identifier: Apache-2.0
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { sync } from '../sync/sync.svelte';
import type { Command, Person, UserRow } from '../sync/types';
import { inverse } from './inverse';
import { ownView, projectView, teamView, usersView, viewingAs } from './seen.svelte';
import { teamName } from './describe';
import { personName } from './words';

// What takes a change back, as long as nobody else has changed the same since.
export interface WayBack {
  readonly command: Command;
  // What takes *that* back, when the way was offered: it asks for what the change had made.
  readonly stood: string;
}

// These set a value that others may have set meanwhile. Notes are merged by the daemon; the other
// changes only ever do one thing.
const setValues: ReadonlySet<Command['do']> = new Set([
  'change_role',
  'edit_role',
  'edit_team_profile',
  'move_run',
  'remove_project_member',
  'rename_project',
  'describe_project',
  'rename_run',
  'set_default_team',
  'set_lease',
  'set_project_role',
  'set_visibility',
]);

function standing(command: Command): string {
  const again = setValues.has(command.do) ? inverse(command) : undefined;
  return again === undefined ? '' : JSON.stringify(again);
}

// Call it when the change is done and on show. undefined: it would be refused.
export function wayBack(command: Command | undefined): WayBack | undefined {
  if (command === undefined || !sync.foretell(command).accepted) return undefined;
  return { command, stood: standing(command) };
}

// Whether somebody looks through other eyes now, and is told to leave them first.
export function looksOnly(): boolean {
  if (viewingAs() === undefined) return false;
  toast({ kind: 'error', text: t('permissions.readOnlyNow') });
  return true;
}

// Whether the change stands as it was made. If not, the person is told. What is no longer known
// here is for the daemon to decide.
export function stillStands({ command, stood }: WayBack): boolean {
  const now = standing(command);
  if (now === '' || now === stood) return true;
  const by = whoChanged(command);
  const other = by !== undefined && by.id !== ownView()?.user.id;
  const text = other ? t('changes.undoLateBy', { person: personName(by) }) : t('changes.undoLate');
  toast({ kind: 'error', text });
  return false;
}

function whoChanged(command: Command): Person | UserRow | undefined {
  if (command.do === 'change_role') {
    const members = teamView(teamName(command.team))?.members;
    return members?.find((one) => one.user.id === command.user)?.changed_by;
  }
  if (command.do !== 'set_visibility') return undefined;
  const by = projectView(command.project)?.project.changed?.by;
  return usersView()?.users.find((user) => user.id === by);
}
