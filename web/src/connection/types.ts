// SPDX-License-Identifier: Apache-2.0
// What the daemon answers, as docs/protocol.md has it.

export type Theme = 'light' | 'dark' | '';

export interface User {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly language: string;
  readonly theme: Theme;
  readonly has_password: boolean;
}

export interface Session {
  readonly user: User;
  readonly server: {
    readonly version: string;
    readonly time_ms: number;
    readonly mails: boolean; // it sends some
  };
}

// Where somebody is signed in.
export interface SignIn {
  readonly id: string;
  readonly device: string; // what the browser calls itself
  readonly created_at_ms: number;
  readonly used_at_ms: number;
  readonly expires_at_ms: number;
  readonly current: boolean;
}

// Something that went on in a team.
export interface ActivityItem {
  readonly what: 'run_began' | 'run_ended' | 'project_made' | 'joined';
  readonly at_ms: number;
  readonly person: string;
  readonly project?: string;
  readonly run?: string;
  readonly display_name?: string;
  readonly state?: RunState;
}

// A run that can be restored until it is purged.
export interface DeletedRun {
  readonly id: number;
  readonly name: string;
  readonly display_name: string;
  readonly author: string;
  readonly deleted_at_ms: number;
  readonly deleted_by: string; // "": not known
  readonly purged_at_ms: number;
  readonly may_restore: boolean;
}

export interface Trash {
  readonly runs: readonly DeletedRun[];
  readonly trash_days: number;
}

export type UserChanges = Partial<Pick<User, 'full_name' | 'email' | 'language' | 'theme'>>;

export interface ApiKey {
  readonly id: number;
  readonly name: string;
  readonly prefix: string;
  // Bounds of what it opens; 0: none.
  readonly team: number;
  readonly project: number;
  readonly read_only: boolean;
  readonly created_at_ms: number;
  readonly expires_at_ms: number | null; // null: never
  readonly last_used_at_ms: number | null;
}

export interface KeyWish {
  readonly name: string;
  readonly team?: number;
  readonly project?: number;
  readonly read_only?: boolean;
  readonly expires_in_days?: number; // without it, never
}

export interface NewKey {
  readonly key: ApiKey;
  readonly secret: string;
}

// What a link invites to.
export interface Invitation {
  readonly team: string;
  readonly team_id: number;
  readonly invite_id: number;
  readonly inviter: string;
  readonly email: string;
  readonly user: string; // '' when it is not for somebody who is here
  readonly role: string; // of a base role its name in the protocol, else what the role is called
  readonly expires_at_ms: number;
}

export interface NewPerson {
  readonly name: string;
  readonly full_name: string;
  readonly password: string;
}

// A row as it was or is, by shared/protocol/row_fields.h; `k` says of what kind it is.
export type LoggedRow = Readonly<Record<string, unknown>> & { readonly k: string };

export interface AuditEntry {
  readonly number: number;
  readonly at_ms: number;
  readonly actor: string;
  readonly on_behalf_of: string;
  readonly device: string;
  readonly claimed_at_ms: number; // when its device made it; 0 when it was made here
  readonly name: string;
  readonly command: (Readonly<Record<string, unknown>> & { readonly do: string }) | null;
  readonly detail: string;
  readonly rule: string;
  readonly refused: Readonly<Record<string, unknown>> | null;
  readonly before: readonly LoggedRow[] | null;
  readonly after: readonly LoggedRow[] | null;
}

export interface AuditQuery {
  readonly team?: string | undefined;
  readonly actor?: string | undefined;
  readonly name?: string | undefined;
  readonly from_ms?: number | undefined;
  readonly to_ms?: number | undefined;
  readonly refusals?: boolean | undefined;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: number | null;
}

export interface Health {
  readonly status: string;
  readonly version: string;
  readonly uptime_ms: number;
}

export type RunState =
  'pending' | 'running' | 'finished' | 'failed' | 'crashed' | 'killed' | 'preempting' | 'preempted';

// Times are milliseconds since 1970; 0 or null when there is none.
export interface RunRow {
  readonly id: number;
  readonly name: string;
  readonly team: string;
  readonly project: string;
  readonly display_name: string;
  readonly state: RunState;
  readonly author: string;
  readonly group: string;
  readonly job_type: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly created_at_ms: number;
  readonly started_at_ms: number;
  readonly updated_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly runtime_s: number;
  readonly heartbeat_at_ms: number | null;
}

export interface NamedInVain {
  readonly username: string;
  readonly email: string;
  readonly fault?: 'not_in_team' | 'several_people' | 'somebody_else';
}

export interface Run extends RunRow {
  readonly exit_code: number | null;
  readonly stop_requested: boolean;
  // The service account that sent a run which is credited to somebody else; "" otherwise.
  readonly sent_by?: string;
  // Whom the script of a service account named and what did not count, also when the rest did.
  readonly named_in_vain?: NamedInVain | null;
  // The client library of the script, when it said so.
  readonly client?: { readonly version: string; readonly python: string } | null;
  readonly host: string;
  readonly program: string;
  readonly repository: string;
  readonly commit: string;
  readonly config: string; // JSON text
  readonly summary: string; // JSON text; NaN and Infinity can stand bare in it
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly counts: RunCounts;
  readonly media: readonly { readonly key: string; readonly type: string }[];
  readonly may: May;
  readonly version: number;
}

export interface RunCounts {
  readonly history_lines: number;
  readonly events_lines: number;
  readonly console_lines: number;
  readonly last_step: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly replaced: number;
  readonly invalid: number;
  readonly files: number;
}

export interface May {
  readonly write: boolean;
  readonly delete: boolean;
}

export interface ProjectRow {
  readonly id: number;
  readonly team: string;
  readonly name: string;
  readonly runs: number;
  readonly running: number;
  readonly updated_at_ms: number;
}

export interface Home {
  readonly projects: readonly ProjectRow[];
  readonly running: readonly RunRow[];
  readonly teams: readonly string[];
}

// A team for those who are not in it.
export interface TeamProfile {
  readonly name: string;
  readonly intro: string;
  readonly avatar: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly projects: readonly {
    readonly name: string;
    readonly description: string;
    readonly visibility: 'open' | 'public' | 'team' | 'restricted';
    readonly showcase: boolean;
  }[];
}

export interface Project {
  readonly id: number;
  readonly team: string;
  readonly name: string;
  readonly description: string;
  readonly runs: number;
  readonly running: number;
  readonly may: May;
}

export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly runs: number;
}

export interface Metric {
  readonly name: string;
  readonly stream: 'history' | 'events';
  readonly kind: string; // number, text or a media type such as image-file
  readonly runs: number;
  readonly x: string;
}

export interface ConsoleLine {
  readonly number: number;
  readonly time: string; // ISO, UTC, or ''
  readonly error: boolean;
  readonly label: string;
  readonly text: string;
}

export interface ConsolePage {
  readonly total: number;
  readonly lines: readonly ConsoleLine[];
}

export interface ConsoleMatches {
  readonly total: number;
  readonly matches: readonly number[];
  readonly more: boolean;
  // Where to go on; none when everything was searched.
  readonly next?: number | null;
}

export interface RunFile {
  readonly name: string;
  readonly bytes: number;
  readonly media_type: string;
  readonly updated_at_ms: number;
}

export interface MediaValue {
  readonly step: number;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface ArtifactUse {
  readonly collection: string;
  readonly type: string;
  readonly version: string;
  readonly aliases: readonly string[];
  readonly bytes: number;
  readonly files: number;
}

export interface RunArtifacts {
  readonly logged: readonly ArtifactUse[];
  readonly used: readonly ArtifactUse[];
}

export interface SeriesQuery {
  readonly project: number;
  readonly runs: readonly number[];
  readonly keys: readonly string[];
  readonly stream: 'history' | 'events';
  readonly x: string;
  readonly range: readonly [number, number] | null;
  readonly points: number;
}
