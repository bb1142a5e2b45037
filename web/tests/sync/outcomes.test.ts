// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Outcomes } from '../../src/sync/outcomes.svelte';
import type { PendingItem } from '../../src/sync/types';

const star = (project: number, changes: Partial<PendingItem> = {}): PendingItem => ({
  number: project,
  command: { do: 'star_project', project, on: true },
  made_at_ms: 5,
  progress: 'waiting',
  ...changes,
});
const confirmed = (outcomes: Outcomes): unknown[] =>
  outcomes.confirmed.map(({ command, at_ms }) => ['project' in command && command.project, at_ms]);

test('what waited without a connection is told as confirmed when it waits no more', () => {
  const outcomes = new Outcomes();
  outcomes.follow([star(1), star(2)], false, 10);
  expect(confirmed(outcomes)).toEqual([]);
  outcomes.follow([star(2)], true, 20);
  outcomes.follow([], true, 30);
  expect(confirmed(outcomes)).toEqual([
    [2, 30],
    [1, 20],
  ]);
});

test('a change that gets its number on the disk is still the same', () => {
  const outcomes = new Outcomes();
  outcomes.follow([star(1, { number: 900, progress: 'keeping' })], false, 10);
  outcomes.follow([star(1)], false, 20);
  expect(confirmed(outcomes)).toEqual([]);
});

test('what was refused, and what never waited, is not told as confirmed', () => {
  const outcomes = new Outcomes();
  outcomes.follow([star(1)], false, 10);
  outcomes.follow([star(1, { progress: 'refused' }), star(2)], true, 20);
  outcomes.follow([], true, 30);
  expect(confirmed(outcomes)).toEqual([]);
});

test('the last twenty are kept', () => {
  const outcomes = new Outcomes();
  const all = Array.from({ length: 25 }, (_, i) => star(i + 1));
  outcomes.follow(all, false, 10);
  outcomes.follow([], true, 20);
  expect(outcomes.confirmed.length).toBe(20);
});
