// SPDX-License-Identifier: Apache-2.0
import type { Bytes, Http } from './http';
import type * as T from './types';

type Signal = AbortSignal | undefined;

// Where a run lives: team, project and the name the script gave it.
export interface RunPlace {
  readonly team: string;
  readonly project: string;
  readonly run: string;
}

function path(...parts: string[]): string {
  return '/api/' + parts.map(encodeURIComponent).join('/');
}

function query(values: Record<string, string | number | boolean | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== false)
      search.set(key, value === true ? '1' : String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

const runPath = (at: RunPlace): string => path('runs', at.team, at.project, at.run);
const filePath = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

// The keys of one account.
export interface KeyRing {
  readonly list: (signal?: Signal) => Promise<{ keys: T.ApiKey[] }>;
  readonly make: (wish: T.KeyWish) => Promise<T.NewKey>;
  readonly revoke: (id: number) => Promise<undefined>;
  // A new key with the same bounds; the old one goes on for so long.
  readonly rotate: (id: number, overlap_hours: number) => Promise<T.NewKey>;
}

// One function per request of docs/protocol.md.
export class Api {
  constructor(private readonly http: Http) {}

  session = (signal?: Signal) => this.http.get<T.Session>('/api/session', signal);
  signIn = (with_: { name: string; password: string } | { token: string }) =>
    this.http.json<T.Session>('POST', '/api/session', with_);
  signOut = () => this.http.json<undefined>('DELETE', '/api/session');
  changeUser = (changes: T.UserChanges) => this.http.json<T.User>('PATCH', '/api/user', changes);
  setPassword = (passwords: { current?: string; password: string }) =>
    this.http.json<undefined>('PUT', '/api/user/password', passwords);
  makeKey = (name: string) => this.ownKeys.make({ name });
  readonly ownKeys = this.#ring('/api/keys');
  sessions = (signal?: Signal) => this.http.get<{ sessions: T.SignIn[] }>('/api/sessions', signal);
  endSession = (id: string) => this.http.json<undefined>('DELETE', path('sessions', id));
  endOtherSessions = () => this.http.json<undefined>('DELETE', '/api/sessions');
  keysOf = (account: number): KeyRing =>
    this.#ring(path('service-accounts', String(account), 'keys'));

  invitation = (token: string, signal?: Signal) =>
    this.http.get<T.Invitation>(path('join', token), signal);
  // Signs up by an invitation; signed in already, use `join`.
  signUp = (token: string, person: T.NewPerson) =>
    this.http.json<T.Session>('POST', path('join', token), person);
  join = (token: string) => this.http.json<undefined>('POST', path('join', token), {});
  inviteLink = (team: string, invite: number) =>
    this.http.get<{ path: string; expires_at_ms: number }>(
      path('teams', team, 'invites', String(invite), 'link'),
    );

  teamProfile = (team: string, signal?: Signal) =>
    this.http.get<T.TeamProfile>(path('teams', team, 'profile'), signal);
  activity = (team: string, signal?: Signal) =>
    this.http.get<{ activity: T.ActivityItem[] }>(path('teams', team, 'activity'), signal);
  setTeamPicture = (team: string, picture: Blob) =>
    this.http.json<{ avatar: string }>('PUT', path('teams', team, 'avatar'), picture);

  audit = (wanted: T.AuditQuery & { before?: number; limit?: number }, signal?: Signal) =>
    this.http.get<T.AuditPage>(`/api/audit${query({ ...wanted })}`, signal);
  auditAddress = (wanted: T.AuditQuery, format: 'csv' | 'ndjson'): string =>
    `/api/audit${query({ ...wanted, format })}`;
  health = (signal?: Signal) => this.http.get<T.Health>('/health', signal);
  metricsText = (signal?: Signal) => this.http.text('/metrics', signal);

  home = (signal?: Signal) => this.http.get<T.Home>('/api/home', signal);
  project = (team: string, project: string, signal?: Signal) =>
    this.http.get<T.Project>(path('projects', team, project), signal);
  trash = (team: string, project: string, signal?: Signal) =>
    this.http.get<T.Trash>(path('projects', team, project, 'trash'), signal);
  columns = (team: string, project: string, signal?: Signal) =>
    this.http.get<{ columns: T.Column[] }>(path('projects', team, project, 'columns'), signal);
  // Of these runs; of the newest ones when none are named.
  metrics = (team: string, project: string, runs: readonly number[] = [], signal?: Signal) => {
    const asked = query({ runs: runs.length === 0 ? undefined : runs.join(',') });
    const address = path('projects', team, project, 'metrics') + asked;
    return this.http.get<{ metrics: T.Metric[] }>(address, signal);
  };

  // The binary run table: rows that changed after version `since`, with these columns added.
  runTable = (
    team: string,
    project: string,
    since: number,
    columns: readonly string[],
    signal?: Signal,
  ): Promise<Bytes> => {
    const names = columns.map(encodeURIComponent).join(',');
    const wanted = names === '' ? '' : `&columns=${names}`;
    const address = `${path('projects', team, project, 'runs')}?since=${String(since)}${wanted}`;
    return this.http.bytes('GET', address, undefined, signal);
  };

  // Binary curves.
  series = (wanted: T.SeriesQuery, signal?: Signal): Promise<Bytes> =>
    this.http.bytes('POST', '/api/series', wanted, signal);

  run = (at: RunPlace, signal?: Signal) => this.http.get<T.Run>(runPath(at), signal);

  // `first` below 0 counts from the end; `max` is at most 5000.
  console = (at: RunPlace, first: number, max: number, signal?: Signal) =>
    this.http.get<T.ConsolePage>(`${runPath(at)}/console${query({ first, max })}`, signal);
  // Goes on from line `first` when an answer said `next`.
  searchConsole = (
    at: RunPlace,
    search: string,
    regex: boolean,
    first: number,
    signal?: Signal,
  ): Promise<T.ConsoleMatches> => {
    const asked = query({ search, regex, first: first === 0 ? undefined : first });
    return this.http.get(`${runPath(at)}/console${asked}`, signal);
  };
  consoleAddress = (at: RunPlace): string => `${runPath(at)}/console.txt`;

  files = (at: RunPlace, signal?: Signal) =>
    this.http.get<{ files: T.RunFile[] }>(`${runPath(at)}/files`, signal);
  fileAddress = (at: RunPlace, name: string, download = false): string =>
    `${runPath(at)}/files/${filePath(name)}${query({ download })}`;
  fileText = (at: RunPlace, name: string, signal?: Signal) =>
    this.http.text(this.fileAddress(at, name), signal);
  media = (at: RunPlace, key: string, signal?: Signal) =>
    this.http.get<{ values: T.MediaValue[] }>(`${runPath(at)}/media${query({ key })}`, signal);
  artifacts = (at: RunPlace, signal?: Signal) =>
    this.http.get<T.RunArtifacts>(`${runPath(at)}/artifacts`, signal);

  #ring(address: string): KeyRing {
    const of = (id: number): string => `${address}/${String(id)}`;
    return {
      list: (signal) => this.http.get(address, signal),
      make: (wish) => this.http.json('POST', address, wish),
      revoke: (id) => this.http.json('DELETE', of(id)),
      rotate: (id, overlap_hours) => this.http.json('POST', `${of(id)}/rotate`, { overlap_hours }),
    };
  }
}
