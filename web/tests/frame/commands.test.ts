// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { search, type CommandGroup } from '../../src/frame/commands.svelte';

const groups: CommandGroup[] = [
  {
    title: 'Projects',
    commands: ['alice/digits', 'alice/letters', 'bo/digits-2'].map((label) => ({
      id: label,
      label,
      icon: 'folder',
    })),
  },
  {
    title: 'Actions',
    commands: [
      { id: 'dark', label: 'Theme: Dark', icon: 'moon' },
      { id: 'ko', label: 'Language: 한국어', hint: 'ko', icon: 'languages' },
    ],
  },
];

const found = (query: string): string[] =>
  search(groups, query, 2).flatMap((group) => group.commands.map((command) => command.id));

test('without a query the groups stand as they are, cut to size', () => {
  expect(found('')).toEqual(['alice/digits', 'alice/letters', 'dark', 'ko']);
});

test('the best group comes first', () => {
  expect(found('dark')).toEqual(['dark']);
  expect(found('digits')).toEqual(['alice/digits', 'bo/digits-2']);
});

test('Hangul initials and hints find too', () => {
  expect(found('ㅎㄱㅇ')).toEqual(['ko']);
  expect(found('language ko')).toEqual(['ko']);
});

test('nothing is nothing', () => expect(found('xyz')).toEqual([]));
