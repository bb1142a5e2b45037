// SPDX-License-Identifier: Apache-2.0
import type { AuditEntry } from '../connection/types';
import { formatDateTime, formatDuration, formatList } from '../languages/format';
import type { Key } from '../languages/keys';
import runStates from '../languages/en/states';
import { t } from '../languages/language.svelte';
import { actionText } from '../permissions/actions';
import { describe, settingName, switchName } from '../permissions/describe';
import { projectView } from '../permissions/seen.svelte';
import {
  explain,
  roleName,
  ruleText,
  userName,
  visibilityName,
  wishName,
} from '../permissions/words';
import type {
  Command,
  InstanceSwitch,
  Refused,
  RoleName,
  RoleWish,
  Rule,
  TeamSwitch,
  Visibility,
} from '../sync/types';
import type { Difference } from './differences';
import { doneKeys, doneName } from './names';

// An entry of the audit log in words.

export function titleOf(entry: AuditEntry): string {
  const { command, detail } = entry;
  if (command === null || !Object.hasOwn(doneKeys, command.do))
    return detail === '' ? doneName(entry.name) : `${doneName(entry.name)}: ${detail}`;
  const asked = command as unknown as Command;
  // What somebody was before is in the differences, as it was then.
  if (asked.do === 'change_role')
    return t('audit.roleOf', { person: userName(asked.user), role: wishName(asked.role) });
  // Of whoever did it, not of whoever reads it.
  if (asked.do === 'edit_profile') return t('audit.ownProfile');
  if (asked.do === 'set_default_team') return doneName(asked.do);
  return describe(asked);
}

export function reasonOf(entry: AuditEntry): string {
  const { actor, command, name, on_behalf_of, refused, rule } = entry;
  if (refused !== null && name === 'signed_in')
    return t(refused['field'] === 'link' ? 'audit.wrongLink' : 'audit.wrongPassword');
  if (refused !== null) return explain(refusalOf(refused), doOf(entry), Date.now());
  // What the server or its operator did, and what is one's own, no rule allowed, though entries of
  // earlier versions name one.
  const own = command === null && (actor === '' || actor === on_behalf_of);
  return rule === '' || own ? '' : ruleText(rule as Rule);
}

// With what it was done: a key, a sign-in, the command line, or the device of a page.
export function deviceText(device: string): string {
  if (device === 'command line') return t('audit.commandLine');
  const [, kind, which] = /^(key|session) (.+)$/s.exec(device) ?? [];
  if (which !== undefined)
    return kind === 'key' ? t('audit.byKey', { key: which }) : t('audit.bySession', { id: which });
  const shown = 6;
  return t('audit.device', { id: device.slice(0, shown) });
}

function doOf(entry: AuditEntry): Command['do'] {
  return entry.name as Command['do'];
}

// As it is written down: what is missing is '' or 0 there.
function refusalOf(refused: NonNullable<AuditEntry['refused']>): Refused {
  const { code, rule, needed, field, value, changed_by, changed_at_ms } = refused;
  return {
    accepted: false,
    code: code as Refused['code'],
    ...(rule === '' ? {} : { rule: rule as Rule }),
    ...(needed === '' ? {} : { needed: needed as RoleName }),
    ...(field === '' ? {} : { field: String(field) }),
    ...(value === '' ? {} : { value: String(value) }),
    ...(typeof changed_by === 'number' && changed_by > 0 ? { by: changed_by } : {}),
    ...(typeof changed_at_ms === 'number' && changed_at_ms > 0 ? { at_ms: changed_at_ms } : {}),
  };
}

const fieldKeys = {
  role: 'teams.role',
  registry_admin: 'teams.registryAdmin',
  name: 'audit.name',
  display_name: 'audit.name',
  full_name: 'settings.fullName',
  admin: 'settings.admin',
  email: 'settings.email',
  deactivated_at_ms: 'audit.deactivated',
  deleted_at_ms: 'audit.deleted',
  expires_at_ms: 'audit.expires',
  lease_hours: 'admin.lease',
  intro: 'teams.about',
  avatar: 'audit.picture',
  links: 'teams.links',
  showcase: 'teams.showcase',
  visibility: 'teams.visibility',
  description: 'teams.description',
  base: 'teams.base',
  extra: 'audit.extra',
  notes: 'audit.notes',
  tags: 'audit.tags',
  project: 'audit.project',
  stop_requested: 'audit.stopWished',
  group: 'runs.group',
  job_type: 'runs.jobType',
  state: 'runs.state',
  config: 'runs.config',
  summary: 'runs.summary',
  last_step: 'audit.lastStep',
  aliases: 'audit.aliases',
  metadata: 'audit.metadata',
  ttl_seconds: 'audit.keptFor',
  read_only: 'settings.readOnly',
  only_team: 'audit.onlyTeam',
  only_project: 'audit.onlyProject',
  way: 'audit.way',
  browser: 'audit.browser',
  address: 'audit.address',
} as const satisfies Readonly<Record<string, Key>>;

const teamSwitches: readonly string[] = ['hidden', 'private_only', 'members_invite'];
const instanceSwitches: readonly string[] = [
  'users_create_teams',
  'keys_allowed',
  'invites_forbidden',
  'private_only',
  'teams_hidden',
];

export function fieldName({ kind, field }: Difference): string {
  if (kind === 'settings' && instanceSwitches.includes(field))
    return settingName(field as InstanceSwitch);
  if (kind === 'team' && teamSwitches.includes(field)) return switchName(field as TeamSwitch);
  return Object.hasOwn(fieldKeys, field) ? t(fieldKeys[field as keyof typeof fieldKeys]) : field;
}

const wayKeys = {
  password: 'audit.byPassword',
  link: 'audit.byLink',
  invite: 'audit.byInvite',
} as const satisfies Readonly<Record<string, Key>>;

const none = '—';
const textMax = 160;

function shown(field: string, value: unknown): string {
  if (field.endsWith('_at_ms')) return value === 0 ? none : formatDateTime(Number(value));
  if (field === 'way' && Object.hasOwn(wayKeys, String(value)))
    return t(wayKeys[value as keyof typeof wayKeys]);
  if (field === 'state' && Object.hasOwn(runStates, String(value)))
    return t(`states.${value as keyof typeof runStates}`);
  if (field === 'role') return wishName(value as RoleWish);
  if (field === 'base') return roleName(value as RoleName);
  if (field === 'visibility') return visibilityName(value as Visibility);
  if (field === 'lease_hours')
    return value === 0 ? t('admin.forEver') : formatDuration(Number(value) * 3600);
  if (field === 'ttl_seconds') return Number(value) < 0 ? none : formatDuration(Number(value));
  if (field === 'project' && typeof value === 'number') return projectName(value);
  if (Array.isArray(value)) return listText(field, value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}

function listText(field: string, values: readonly unknown[]): string {
  const texts = values.map((value) => {
    if (field === 'extra') return actionText(String(value));
    if (field === 'showcase') return projectName(Number(value));
    if (field === 'links') return String((value as { title?: string } | null)?.title ?? '');
    return String(value);
  });
  return texts.length === 0 ? none : formatList(texts);
}

function projectName(id: number): string {
  return projectView(id)?.project.name ?? t('changes.someProject');
}

export function valueText({ field, from, to }: Difference, side: 'from' | 'to'): string {
  const value = side === 'from' ? from : to;
  if (typeof from === 'boolean' || typeof to === 'boolean')
    return value === true ? t('audit.on') : t('audit.off');
  return value === undefined || value === '' ? none : shown(field, value);
}
