// SPDX-License-Identifier: Apache-2.0
import { formatAgo } from '../languages/format';
import type { Key } from '../languages/keys';
import { t } from '../languages/language.svelte';
import type {
  Command,
  Holding,
  Person,
  Refused,
  RoleName,
  Rule,
  UserRow,
  Visibility,
} from '../sync/types';
import { rolesView, usersView } from './seen.svelte';

// Permissions in words: roles, rules, refusals. Used wherever they are shown.

const roleKeys = {
  none: 'permissions.none',
  view_only: 'permissions.viewOnly',
  member: 'permissions.member',
  admin: 'permissions.admin',
} as const satisfies Readonly<Record<RoleName, Key>>;

const visibilityKeys = {
  open: ['permissions.open', 'permissions.openMeaning'],
  public: ['permissions.public', 'permissions.publicMeaning'],
  team: ['permissions.team', 'permissions.teamMeaning'],
  restricted: ['permissions.restricted', 'permissions.restrictedMeaning'],
} as const satisfies Readonly<Record<Visibility, readonly [Key, Key]>>;

const ruleKeys = {
  team_role: 'permissions.byTeamRole',
  team_extra: 'permissions.byTeamExtra',
  project_role: 'permissions.byProjectRole',
  project_extra: 'permissions.byProjectExtra',
  creator: 'permissions.byCreator',
  registry_admin: 'permissions.byRegistryAdmin',
  instance_admin: 'permissions.byInstanceAdmin',
  public_project: 'permissions.byPublicProject',
  open_project: 'permissions.byOpenProject',
  share_link: 'permissions.byShareLink',
  members_invite: 'permissions.byMembersInvite',
  users_create_teams: 'permissions.byUsersCreateTeams',
  not_signed_in: 'permissions.notSignedIn',
  deactivated: 'permissions.deactivated',
  key_reads_only: 'permissions.keyReadsOnly',
  key_elsewhere: 'permissions.keyElsewhere',
  key_of_view_only: 'permissions.keyOfViewOnly',
  not_a_member: 'permissions.notAMember',
  not_added: 'permissions.notAdded',
  role_lacks: 'permissions.roleLacks',
  not_creator: 'permissions.notCreator',
  needs_registry_admin: 'permissions.needsRegistryAdmin',
  needs_instance_admin: 'permissions.needsInstanceAdmin',
  service_account: 'permissions.serviceAccount',
  link_reads_only: 'permissions.linkReadsOnly',
  keys_switched_off: 'permissions.keysSwitchedOff',
  restricted_keeps_runs: 'permissions.restrictedKeepsRuns',
} as const satisfies Readonly<Record<Rule, Key>>;

export function roleName(role: RoleName): string {
  return t(roleKeys[role]);
}

// A base role by its name in the protocol; a custom role is called as it is.
export function baseRoleName(name: string): string {
  return Object.hasOwn(roleKeys, name) ? roleName(name as RoleName) : name;
}

export function holdingName(holding: Pick<Holding, 'base' | 'name'>): string {
  return holding.name === '' ? roleName(holding.base) : holding.name;
}

// A role as a command says it.
export function wishName(role: { readonly base: RoleName; readonly custom?: number }): string {
  const custom = role.custom ?? 0;
  if (custom === 0) return roleName(role.base);
  const known = rolesView()?.roles.find((item) => item.role.id === custom);
  return known?.role.name ?? t('permissions.goneRole');
}

export function visibilityName(visibility: Visibility): string {
  return t(visibilityKeys[visibility][0]);
}

export function visibilityMeaning(visibility: Visibility): string {
  return t(visibilityKeys[visibility][1]);
}

// What a service account has for a full name says what it is for.
export function personName(person: Person | UserRow): string {
  const { name = '' } = person;
  const service = 'kind' in person ? person.kind !== 'person' : person.service === true;
  const full_name = service ? '' : (person.full_name ?? '');
  return full_name !== '' ? full_name : name !== '' ? name : t('changes.someone');
}

export function userName(id: number | undefined): string {
  const user = usersView()?.users.find((one) => one.id === id);
  return user === undefined ? t('changes.someone') : personName(user);
}

// Of an answer that has only the user name.
export function nameOfUser(name: string): string {
  const user = usersView()?.users.find((one) => one.name === name);
  return user === undefined ? name : personName(user);
}

// Why something is allowed or refused, as a sentence about anybody.
export function ruleText(rule: Rule): string {
  return t(ruleKeys[rule]);
}

// What another role would change; a key or the kind of an account stays what it is.
const roleHelps: ReadonlySet<Rule> = new Set(['role_lacks', 'not_creator', 'not_a_member']);

// A decision's reason, with the role that would do.
export function reasonText(decision: { readonly rule: Rule; readonly needed?: RoleName }): string {
  const reason = ruleText(decision.rule);
  const { needed } = decision;
  if (needed === undefined || needed === 'none' || !roleHelps.has(decision.rule)) return reason;
  return `${reason} ${t('permissions.needs', { role: roleName(needed) })}`;
}

// Why a change was refused, and by whose doing.
export function explain(refused: Refused, about: Command['do'], now_ms: number): string {
  const reason = reasonOf(refused, about);
  if (refused.by === undefined || refused.at_ms === undefined) return reason;
  const when = formatAgo(refused.at_ms, now_ms);
  return `${reason} ${t('permissions.changedBy', { person: userName(refused.by), when })}`;
}

function reasonOf(refused: Refused, about: Command['do']): string {
  const { field = '', value = '' } = refused;
  switch (refused.code) {
    case 'forbidden':
      return reasonText({ rule: 'role_lacks', ...refused });
    case 'last_admin':
      return value === ''
        ? t('permissions.lastAdmin')
        : t('permissions.lastAdminOf', { team: value });
    case 'gone':
      return t('permissions.gone');
    case 'conflict':
      return conflict(field, value);
    case 'invalid':
      return invalid(field, about);
    case 'quota':
      return t('permissions.quota');
    case 'enforced':
      return field === 'team' ? t('permissions.enforcedTeam') : t('permissions.enforcedInstance');
    case 'unsupported_version':
      return t('permissions.unsupported');
    case 'duplicate':
      return t('permissions.duplicate');
  }
}

function conflict(field: string, free: string): string {
  if (field === 'name' && free !== '') return t('permissions.nameFree', { name: free });
  if (field === 'name') return t('permissions.nameTaken');
  if (field === 'email') return t('permissions.emailTaken');
  if (field === 'member') return t('permissions.memberAlready');
  if (field === 'invite') return t('permissions.invitedAlready');
  return t('permissions.doneAlready');
}

const invalidKeys = {
  email: 'permissions.badEmail',
  role: 'permissions.badRole',
  user: 'permissions.badUser',
  team: 'permissions.badTeam',
  visibility: 'permissions.badVisibility',
  links: 'permissions.badLinks',
  reason: 'permissions.badReason',
} as const satisfies Readonly<Record<string, Key>>;

function invalid(field: string, about: Command['do']): string {
  if (field === 'name') return invalidName(about);
  if (!Object.hasOwn(invalidKeys, field)) return t('permissions.badValue', { field });
  return t(invalidKeys[field as keyof typeof invalidKeys]);
}

function invalidName(about: Command['do']): string {
  if (about === 'create_project' || about === 'rename_project')
    return t('permissions.badProjectName');
  if (about === 'create_role' || about === 'edit_role') return t('permissions.badRoleName');
  return t('permissions.badTeamName');
}
