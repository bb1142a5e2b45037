// SPDX-License-Identifier: Apache-2.0
// What people ask for and what pages see of the control plane, as the core writes it: commands as
// shared/protocol/command_fields.h has them, views as wasm/views.

export type RoleName = 'none' | 'view_only' | 'member' | 'admin';
export type Visibility = 'open' | 'public' | 'team' | 'restricted';
export type TeamSwitch = 'hidden' | 'private_only' | 'members_invite';
export type InstanceSwitch =
  'users_create_teams' | 'keys_allowed' | 'invites_forbidden' | 'private_only' | 'teams_hidden';

// Why something is allowed or refused.
export type Rule =
  | 'team_role'
  | 'team_extra'
  | 'project_role'
  | 'project_extra'
  | 'creator'
  | 'registry_admin'
  | 'instance_admin'
  | 'public_project'
  | 'open_project'
  | 'share_link'
  | 'members_invite'
  | 'users_create_teams'
  | 'not_signed_in'
  | 'deactivated'
  | 'key_reads_only'
  | 'key_elsewhere'
  | 'key_of_view_only'
  | 'not_a_member'
  | 'not_added'
  | 'role_lacks'
  | 'not_creator'
  | 'needs_registry_admin'
  | 'needs_instance_admin'
  | 'service_account'
  | 'link_reads_only'
  | 'keys_switched_off'
  | 'restricted_keeps_runs';

export type RefusalCode =
  | 'forbidden'
  | 'last_admin'
  | 'gone'
  | 'conflict'
  | 'invalid'
  | 'quota'
  | 'enforced'
  | 'unsupported_version'
  | 'duplicate';

export interface Decision {
  readonly allowed: boolean;
  readonly rule: Rule;
  // The least role that would have it; of refusals.
  readonly needed?: RoleName;
}

export interface Accepted {
  readonly accepted: true;
  readonly rule: Rule;
}

export interface Refused {
  readonly accepted: false;
  readonly code: RefusalCode;
  readonly rule?: Rule;
  readonly needed?: RoleName;
  // What about the command it is, and what would do instead.
  readonly field?: string;
  readonly value?: string;
  // Who last changed the role that decided, and when.
  readonly by?: number;
  readonly at_ms?: number;
}

export type Verdict = Accepted | Refused;

// A role as a command says it.
export interface RoleWish {
  readonly base: RoleName;
  readonly custom?: number;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

export type Command =
  | {
      readonly do: 'edit_profile';
      readonly full_name?: string;
      readonly email?: string;
      readonly language?: string;
      readonly theme?: string;
    }
  | { readonly do: 'set_default_team'; readonly team: number }
  | { readonly do: 'set_instance_admin'; readonly user: number; readonly on: boolean }
  | { readonly do: 'set_active'; readonly user: number; readonly on: boolean }
  | { readonly do: 'change_setting'; readonly setting: InstanceSwitch; readonly on: boolean }
  | { readonly do: 'set_lease'; readonly hours: number }
  | {
      readonly do: 'create_role';
      readonly role: number;
      readonly name: string;
      readonly description?: string;
      readonly base: RoleName;
      readonly extra: readonly string[];
    }
  | {
      readonly do: 'edit_role';
      readonly role: number;
      readonly name?: string;
      readonly description?: string;
      readonly extra?: readonly string[];
    }
  | { readonly do: 'delete_role'; readonly role: number }
  | { readonly do: 'create_team'; readonly team: number; readonly name: string }
  | { readonly do: 'delete_team' | 'restore_team' | 'leave_team'; readonly team: number }
  | {
      readonly do: 'invite_member';
      readonly invite: number;
      readonly team: number;
      readonly user?: number;
      readonly email?: string;
      readonly role: RoleWish;
    }
  | {
      readonly do: 'withdraw_invite' | 'resend_invite' | 'accept_invite' | 'decline_invite';
      readonly team: number;
      readonly invite: number;
    }
  | {
      readonly do: 'change_role';
      readonly team: number;
      readonly user: number;
      readonly role: RoleWish;
    }
  | {
      readonly do: 'set_registry_admin';
      readonly team: number;
      readonly user: number;
      readonly on: boolean;
    }
  | { readonly do: 'remove_member'; readonly team: number; readonly user: number }
  | {
      readonly do: 'appoint_admin';
      readonly team: number;
      readonly user: number;
      readonly reason: string;
    }
  | {
      readonly do: 'set_team_switch';
      readonly team: number;
      readonly switch: TeamSwitch;
      readonly on: boolean;
    }
  | {
      readonly do: 'edit_team_profile';
      readonly team: number;
      readonly intro?: string;
      readonly avatar?: string;
      readonly links?: readonly Link[];
      readonly showcase?: readonly number[];
    }
  | {
      readonly do: 'create_service_account';
      readonly user: number;
      readonly team?: number;
      readonly name: string;
      readonly description?: string;
      readonly home?: number;
    }
  | { readonly do: 'delete_service_account'; readonly user: number }
  | {
      readonly do: 'create_project';
      readonly project: number;
      readonly team: number;
      readonly name: string;
      readonly visibility: Visibility;
    }
  | { readonly do: 'rename_project'; readonly project: number; readonly name: string }
  | { readonly do: 'describe_project'; readonly project: number; readonly description: string }
  | { readonly do: 'set_visibility'; readonly project: number; readonly visibility: Visibility }
  | {
      readonly do: 'set_project_role';
      readonly project: number;
      readonly user: number;
      readonly role: RoleWish;
    }
  | { readonly do: 'remove_project_member'; readonly project: number; readonly user: number }
  | { readonly do: 'star_project'; readonly project: number; readonly on: boolean }
  | { readonly do: 'delete_project' | 'restore_project'; readonly project: number }
  | { readonly do: 'rename_run'; readonly run: number; readonly display_name: string }
  | {
      readonly do: 'note_run';
      readonly run: number;
      readonly notes: string;
      readonly base?: string;
    }
  | { readonly do: 'tag_run'; readonly run: number; readonly tag: string; readonly on: boolean }
  | { readonly do: 'stop_run' | 'delete_run' | 'restore_run'; readonly run: number }
  | { readonly do: 'move_run'; readonly run: number; readonly project: number };

// Rows, as shared/protocol/row_fields.h has them. What is empty, zero or false can be missing.

export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly full_name?: string;
  readonly kind: 'person' | 'team_service' | 'instance_service';
  readonly admin?: boolean;
  readonly personal_team?: number;
  readonly home_team?: number;
  readonly avatar?: string;
  readonly created_at_ms: number;
  readonly deactivated_at_ms?: number;
}

export interface AccountRow {
  readonly user: number;
  readonly email?: string;
  readonly language?: string;
  readonly theme?: string;
  readonly default_team?: number;
}

export interface SettingsRow extends Readonly<Record<InstanceSwitch, boolean>> {
  readonly lease_hours: number;
}

export interface TeamRow {
  readonly id: number;
  readonly name: string;
  readonly owner?: number;
  readonly created_at_ms: number;
  readonly deleted_at_ms?: number;
  readonly hidden?: boolean;
  readonly private_only?: boolean;
  readonly members_invite?: boolean;
  readonly intro?: string;
  readonly avatar?: string;
  readonly links?: readonly Link[];
  readonly showcase?: readonly number[];
}

export interface CustomRoleRow {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  readonly base: RoleName;
  readonly extra: readonly string[];
}

export interface TraceRow {
  readonly by: number;
  readonly at_ms: number;
}

export interface ProjectRecord {
  readonly id: number;
  readonly team: number;
  readonly name: string;
  readonly description?: string;
  readonly author?: number;
  readonly visibility: Visibility;
  readonly created_at_ms: number;
  readonly deleted_at_ms?: number;
  readonly changed?: TraceRow;
}

// What people change about a run.
export interface RunRecord {
  readonly id: number;
  readonly project: number;
  readonly author?: number;
  readonly name: string;
  readonly display_name?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly ended?: boolean;
  readonly stop_requested?: boolean;
  readonly deleted_at_ms?: number;
}

export type RunField =
  'project' | 'display_name' | 'notes' | 'tags' | 'stop_requested' | 'deleted_at_ms';

// Pieces that views are made of.

export interface Person {
  readonly id: number;
  // Missing when the user is not known here.
  readonly name?: string;
  readonly full_name?: string;
  readonly avatar?: string;
  readonly service?: boolean;
  readonly active?: boolean;
}

export interface Holding {
  readonly base: RoleName;
  readonly custom: number; // 0 for a plain role
  readonly name: string; // of the custom role, "" for a plain one
}

export type MayNames<Name extends string> = Readonly<Record<Name, Decision>>;

// Views, by name.

export interface TeamBrief {
  readonly id: number;
  readonly name: string;
  readonly avatar: string;
  readonly personal: boolean;
  readonly role: Holding;
}

export interface InvitationItem {
  readonly id: number;
  readonly team: number;
  readonly team_name: string;
  readonly role: Holding;
  readonly inviter: Person;
  readonly expires_at_ms: number;
  readonly expired: boolean;
}

export interface MeView {
  readonly user: UserRow;
  readonly account: AccountRow | null;
  readonly settings: SettingsRow;
  readonly teams: readonly TeamBrief[];
  readonly invitations: readonly InvitationItem[];
  readonly stars: readonly number[];
  readonly may: MayNames<
    | 'org:create_team'
    | 'org:configure'
    | 'org:manage_users'
    | 'org:manage_roles'
    | 'org:read_activity'
    | 'apikey:create_own'
  >;
  readonly waiting: number;
  readonly contact_ms: number;
  readonly lease_over: boolean;
}

export interface PendingItem {
  readonly number: number;
  readonly command: Command;
  readonly made_at_ms: number;
  readonly progress: 'keeping' | 'waiting' | 'refused';
  readonly refused?: Refused;
}

// What the person changed and is something else by now.
export interface OvertakenItem {
  readonly number: number;
  readonly command: Command;
  readonly instead: Command; // that asks for what is there
  readonly by?: Person;
}

export interface MemberItem {
  readonly user: Person;
  readonly role: Holding;
  readonly registry_admin: boolean;
  readonly joined_at_ms: number;
  readonly changed_by: Person;
  readonly changed_at_ms: number;
  readonly me: boolean;
  // Not confirmed as it is shown; `was` is the role that is in force.
  readonly waits: boolean;
  readonly was?: Holding;
  readonly last_admin: boolean;
}

export interface InviteItem {
  readonly id: number;
  readonly email: string;
  readonly user?: Person;
  readonly role: Holding;
  readonly inviter: Person;
  readonly created_at_ms: number;
  readonly expires_at_ms: number;
  readonly expired: boolean;
  readonly waits: boolean;
}

export interface TeamView {
  readonly team: TeamRow;
  readonly mine?: Holding;
  readonly members: readonly MemberItem[];
  // Taken out here, and there still for the daemon.
  readonly leaving: readonly { readonly user: Person; readonly role: Holding }[];
  readonly invites: readonly InviteItem[];
  // What the instance decides for all teams.
  readonly enforced: Readonly<Record<TeamSwitch, boolean>>;
  readonly may: MayNames<
    | 'team:update'
    | 'team:invite'
    | 'team:remove_member'
    | 'team:set_role'
    | 'team:manage_service_accounts'
    | 'registry:manage_members'
    | 'auditlog:read'
    | 'project:create'
  >;
}

export interface RoleItem {
  readonly role: CustomRoleRow;
  readonly holders: number;
}

export interface RolesView {
  readonly roles: readonly RoleItem[];
  readonly may: MayNames<'org:manage_roles'>;
}

export interface UsersView {
  readonly users: readonly UserRow[];
  readonly may: MayNames<'org:manage_users' | 'org:manage_service_accounts'>;
}

export interface TeamItem {
  readonly team: TeamRow;
  readonly people: number;
  readonly admins: number;
}

export interface TeamsView {
  readonly teams: readonly TeamItem[];
  readonly may: MayNames<'org:create_team' | 'org:delete_team' | 'org:appoint_admin'>;
}

export interface ProjectItem {
  readonly project: ProjectRecord;
  readonly author: Person;
  readonly starred: boolean;
  readonly waits: boolean;
  readonly may: MayNames<
    | 'project:update'
    | 'project:delete'
    | 'project:set_visibility'
    | 'project:manage_members'
    | 'run:read'
    | 'run:create'
  >;
}

export interface ProjectMemberItem {
  readonly user: Person;
  readonly role: Holding; // base "none": follows the team
  readonly team_role?: Holding;
}

export interface ProjectView extends ProjectItem {
  readonly team_name: string;
  // Neither open nor public may be chosen.
  readonly private_only: boolean;
  readonly members: readonly ProjectMemberItem[];
}

export interface RunItem {
  readonly run: RunRecord;
  // What of it is not confirmed.
  readonly waits: readonly RunField[];
}

export interface WhoCanItem {
  readonly user: Person;
  readonly role?: Holding;
  readonly decision: Decision;
}

export interface ChangeOfAccess {
  readonly user: Person;
  readonly project: number; // 0: the team itself
  readonly project_name: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export interface WhatIfView {
  readonly verdicts: readonly Verdict[];
  readonly people: readonly ChangeOfAccess[];
  readonly contact_ms: number;
}

export interface CatalogueView {
  readonly actions: readonly string[];
  readonly view_only: readonly string[];
  readonly member: readonly string[];
  readonly admin: readonly string[];
  readonly addable: readonly string[];
}
