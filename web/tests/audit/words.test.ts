// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { doneKeys, doneName } from '../../src/audit/names';
import { deviceText, reasonOf, titleOf } from '../../src/audit/words';
import type { AuditEntry } from '../../src/connection/types';
import { languages, showLanguage } from '../../src/languages/language.svelte';

const root = join(import.meta.dirname, '../../..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const found = (file: string, pattern: RegExp): string[] =>
  [...text(file).matchAll(pattern)].map((match) => match[1] ?? '');

// What the daemon writes down, by its own sources.
const commands = readdirSync(join(root, 'tests/golden/protocol'))
  .filter((name) => name.startsWith('command_'))
  .map((name) => (JSON.parse(text(`tests/golden/protocol/${name}`)) as { do: string }).do);
const events = [
  ...found('daemon/sync/outside_commands.cpp', /event\((?:state, )?"([a-z_]+)"/g),
  ...found('daemon/sync/people.cpp', /"((?:user|instance_admin)_[a-z]+)"/g),
  ...found('daemon/trash/purge.cpp', /event\("([a-z_]+)"/g),
];
const kinds = [...new Set([...commands, ...events])].sort();

const entry: AuditEntry = {
  number: 7,
  at_ms: 0,
  actor: 'alice',
  on_behalf_of: '',
  device: '',
  claimed_at_ms: 0,
  name: 'run_made',
  command: null,
  detail: 'vision/digits/r1',
  rule: 'team_role',
  refused: null,
  before: [],
  after: [],
};

beforeEach(() => showLanguage('en'));

test('the page knows exactly the kinds of entries that the daemon writes', () => {
  expect(events.length).toBeGreaterThan(15);
  expect(Object.keys(doneKeys).sort()).toEqual(kinds);
});

test('the documentation names every kind of entry once', () => {
  const [, section = ''] = text('docs/protocol.md').split(/^### Names of entries$/m);
  const rows = section.split(/^## /m)[0] ?? '';
  const named = [...rows.matchAll(/^\| (`[^|]+) \|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([a-z_]+)`/g)].map((match) => match[1]),
  );
  expect(named.sort()).toEqual(kinds);
});

describe.each(languages)('in %s', (language) => {
  beforeEach(() => showLanguage(language));

  test('every kind of entry has a name of its own', () => {
    const names = kinds.map(doneName);
    expect(names.filter((name, i) => name === kinds[i])).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('an event is told with what it was about', () => {
  expect(titleOf(entry)).toBe('Run made: vision/digits/r1');
});

test('a rule is told where one decided', () => {
  expect(reasonOf(entry)).not.toBe('');
  expect(reasonOf({ ...entry, rule: '' })).toBe('');
  // Written by versions that had no other word.
  expect(reasonOf({ ...entry, name: 'user_added', actor: '' })).toBe('');
  expect(reasonOf({ ...entry, name: 'key_made', on_behalf_of: 'alice' })).toBe('');
});

test('a sign-in that failed says why', () => {
  const failed = (field: string): AuditEntry => ({
    ...entry,
    name: 'signed_in',
    refused: { code: 'invalid', rule: '', field },
  });
  expect(reasonOf(failed('password'))).toBe('The name or the password was wrong.');
  expect(reasonOf(failed('link'))).toBe('The link was used already or is too old.');
});

test('keys, sign-ins and the command line are told apart from devices of pages', () => {
  expect(deviceText('key laptop (ab12…)')).toBe('with the key laptop (ab12…)');
  expect(deviceText('session 0f3a')).toBe('session 0f3a');
  expect(deviceText('command line')).toBe('from the command line');
  expect(deviceText('9d1c7a55-88')).toBe('device 9d1c7a');
});
