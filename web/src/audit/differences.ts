// SPDX-License-Identifier: Apache-2.0
import type { LoggedRow } from '../connection/types';

// What differs between rows as they were and as they are.
export interface Difference {
  readonly kind: string;
  readonly field: string;
  readonly from: unknown; // undefined: there was none
  readonly to: unknown;
  // The whole thing is new.
  readonly made: boolean;
}

// What goes with every change, or is said by its title.
const silent: ReadonlySet<string> = new Set([
  'k',
  'id',
  'team',
  'team_name',
  'user',
  'kind',
  'changed',
  'created_at_ms',
  'joined_at_ms',
  'inviter',
  'author',
  'owner',
  'personal_team',
  'home_team',
  'ended',
  'sent_by',
  'digest',
  'bytes',
]);
// The title of what makes a thing names it so.
const saidOfNew: ReadonlySet<string> = new Set(['name', 'email', 'expires_at_ms']);
// Of a key its title says what it is called, and what is gone is gone with all of it.
const saidOfKeys: ReadonlySet<string> = new Set(['name', 'prefix']);
// Copies of others, and what is nobody else's business.
const silentKinds: ReadonlySet<string> = new Set(['account', 'invitation', 'star']);

// An answered invitation is gone, and so is a revoked key; the title says it.
const goneAtOnce: ReadonlySet<string> = new Set(['invite', 'key']);

// Settings that nobody has changed have no row; these are not off then. As shared/records/rows.h.
const untouched: LoggedRow = { k: 'settings', keys_allowed: true, lease_hours: 336 };

const text = (row: LoggedRow, ...fields: string[]): string =>
  fields.map((field) => JSON.stringify(row[field] ?? 0)).join(' ');

function keyOf(row: LoggedRow): string {
  if (row.k === 'member') return `member ${text(row, 'team', 'user')}`;
  if (row.k === 'project_member') return `project_member ${text(row, 'project', 'user')}`;
  return `${row.k} ${text(row, 'id')}`;
}

// A flag that is off is left out of rows.
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? false) === JSON.stringify(b ?? false);
}

function empty(value: unknown): boolean {
  return value === '' || value === 0;
}

function between(from: LoggedRow | undefined, to: LoggedRow | undefined): Difference[] {
  const kind = (to ?? from)?.k ?? '';
  const own = kind === 'project_member' ? 'project' : '';
  const fields = new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})]);
  const made = from === undefined;
  const key = kind === 'key';
  const service = kind === 'user' && (to ?? from)?.['kind'] !== 'person';
  return [...fields]
    .filter((field) => !silent.has(field) && field !== own)
    .filter((field) => !(key ? saidOfKeys : made ? saidOfNew : silent).has(field))
    .filter((field) => !same(from?.[field], to?.[field]))
    .filter((field) => !made || !empty(to?.[field]))
    .map((field) => ({
      kind,
      field: field === 'full_name' && service ? 'description' : field,
      from: from?.[field],
      to: to?.[field],
      made,
    }));
}

export function differences(
  before: readonly LoggedRow[],
  after: readonly LoggedRow[],
): readonly Difference[] {
  const was = new Map(before.map((row) => [keyOf(row), row]));
  const is = new Map(after.map((row) => [keyOf(row), row]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const from = was.get(key) ?? (key.startsWith('settings ') ? untouched : undefined);
    const to = is.get(key);
    const kind = (to ?? from)?.k ?? '';
    if (silentKinds.has(kind) || (goneAtOnce.has(kind) && to === undefined)) return [];
    return between(from, to);
  });
}
