// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { languages, showLanguage } from '../../src/languages/language.svelte';
import { actionText, grouped } from '../../src/permissions/actions';
import { describe as describeCommand, typedText } from '../../src/permissions/describe';
import { explain, reasonText, ruleText } from '../../src/permissions/words';
import type { Command, Refused, RefusalCode, Rule } from '../../src/sync/types';

const root = join(import.meta.dirname, '../../..');
const quoted = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(pattern)].map((match) => match[1] ?? '');

// What the core knows, by its own sources.
const actions = quoted('shared/permissions/action.cpp', /"([a-z]+:[a-z_]+)"/g);
const rules = [...new Set(quoted('shared/permissions/rule.cpp', /return "([a-z_]+)"/g))] as Rule[];
const golden = join(root, 'tests/golden/protocol');
const commands = readdirSync(golden)
  .filter((name) => name.startsWith('command_'))
  .map((name) => JSON.parse(readFileSync(join(golden, name), 'utf8')) as Command);
const codes: readonly RefusalCode[] = [
  'forbidden',
  'last_admin',
  'gone',
  'conflict',
  'invalid',
  'quota',
  'enforced',
  'unsupported_version',
  'duplicate',
];

beforeEach(() => showLanguage('en'));

test('the core knows actions, rules and commands', () => {
  expect(actions.length).toBeGreaterThan(70);
  expect(rules.length).toBeGreaterThan(20);
  expect(commands.length).toBeGreaterThan(40);
});

describe.each(languages)('in %s', (language) => {
  beforeEach(() => showLanguage(language));

  test('every action has a sentence of its own', () => {
    const sentences = actions.map(actionText);
    expect(sentences.filter((sentence) => sentence.includes(':'))).toEqual([]);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test('every rule has a sentence of its own', () => {
    const sentences = rules.map(ruleText);
    expect(sentences.filter((sentence) => sentence === '')).toEqual([]);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test('every command has a title without a hole', () => {
    for (const command of commands) {
      const title = describeCommand(command);
      expect({ title, hole: /[{}]|undefined/.test(title) || title.trim() === '' }).toEqual({
        title,
        hole: false,
      });
    }
  });

  test('every refusal is explained', () => {
    for (const code of codes) {
      const refused: Refused = { accepted: false, code, field: 'name', value: 'x' };
      for (const command of commands) {
        expect(explain(refused, command.do, 0)).toMatch(/\S{2}/);
      }
    }
  });
});

test('a refusal names the role that would do, and whose doing it is', () => {
  const refused: Refused = {
    accepted: false,
    code: 'forbidden',
    rule: 'role_lacks',
    needed: 'admin',
    by: 3,
    at_ms: 0,
  };
  expect(explain(refused, 'change_role', 180_000)).toBe(
    'The role does not include it. It takes at least the role Admin. ' +
      'Your role was changed by somebody, 3 min. ago.',
  );
});

test('no role is asked for where none would help', () => {
  expect(reasonText({ rule: 'service_account', needed: 'admin' })).toBe(
    'Service accounts never may.',
  );
});

test('a name that is taken comes with one that is free', () => {
  const refused: Refused = { accepted: false, code: 'conflict', field: 'name', value: 'digits-2' };
  expect(explain(refused, 'create_project', 0)).toBe('The name is taken; “digits-2” is free.');
});

test('names of projects, roles and teams have their own rules', () => {
  const refused: Refused = { accepted: false, code: 'invalid', field: 'name' };
  const abouts = ['rename_project', 'edit_role', 'create_team'] as const;
  expect(new Set(abouts.map((about) => explain(refused, about, 0))).size).toBe(3);
});

test('what somebody wrote is kept whatever it was for', () => {
  expect(typedText({ do: 'note_run', run: 1, notes: 'warm up' })).toBe('warm up');
  expect(typedText({ do: 'edit_team_profile', team: 1, intro: 'We see.' })).toBe('We see.');
  expect(typedText({ do: 'star_project', project: 1, on: true })).toBe('');
});

test('actions stand under their nouns, those of keys and the audit together', () => {
  const groups = grouped(actions);
  expect(groups.flatMap((group) => group.actions).sort()).toEqual([...actions].sort());
  expect(groups.at(-2)?.actions).toEqual(['apikey:create_own', 'auditlog:read']);
});
