// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { differences } from '../../src/audit/differences';

const member = { k: 'member', team: 7, user: 9, joined_at_ms: 5, changed: { by: 1, at_ms: 5 } };

test('only what differs is told, and not who changed it when', () => {
  const before = [{ ...member, role: { base: 'member' } }];
  const after = [{ ...member, role: { base: 'admin' }, changed: { by: 2, at_ms: 8 } }];
  expect(differences(before, after)).toEqual([
    { kind: 'member', field: 'role', from: { base: 'member' }, to: { base: 'admin' }, made: false },
  ]);
});

test('a flag that is missing is one that is off', () => {
  const team = { k: 'team', id: 7, name: 'vision' };
  expect(differences([{ ...team, hidden: false }], [team])).toEqual([]);
  expect(differences([team], [{ ...team, hidden: true }])).toMatchObject([
    { field: 'hidden', from: undefined, to: true },
  ]);
});

test('rows of different people are not taken for each other', () => {
  const before = [{ ...member, role: { base: 'member' } }];
  const after = [{ ...member, user: 10, role: { base: 'admin' } }];
  expect(differences(before, after)).toMatchObject([
    { field: 'role', from: { base: 'member' }, to: undefined },
    { field: 'role', from: undefined, to: { base: 'admin' }, made: true },
  ]);
});

test('of something new, what its title says is left out', () => {
  const project = { k: 'project', id: 3, team: 7, name: 'digits', visibility: 'team' };
  expect(differences([], [project])).toMatchObject([{ field: 'visibility', made: true }]);
});

test("what is a person's own business is not shown", () => {
  const account = { k: 'account', user: 9, email: 'bo@example.org', default_team: 2 };
  expect(differences([account], [{ ...account, default_team: 7 }])).toEqual([]);
});

test('the first change of the settings is told against what they are at the start', () => {
  const settings = { k: 'settings', keys_allowed: true, teams_hidden: true, lease_hours: 336 };
  expect(differences([], [settings])).toEqual([
    { kind: 'settings', field: 'teams_hidden', from: undefined, to: true, made: false },
  ]);
});

test('of a key its bounds and its end are told, and what has none is not', () => {
  const key = {
    k: 'key',
    id: 1,
    prefix: 'ab12',
    name: 'ci',
    read_only: false,
    only_team: '',
    expires_at_ms: 0,
  };
  expect(differences([], [key])).toEqual([]);
  const bounded = { ...key, id: 2, read_only: true, only_team: 'vision', expires_at_ms: 9 };
  expect(differences([], [bounded]).map(({ field }) => field)).toEqual([
    'read_only',
    'only_team',
    'expires_at_ms',
  ]);
  expect(differences([key], [{ ...key, expires_at_ms: 9 }])).toMatchObject([
    { field: 'expires_at_ms', from: 0, to: 9, made: false },
  ]);
  expect(differences([bounded], [])).toEqual([]);
});
