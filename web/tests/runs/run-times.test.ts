// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { heardAt, ranFor } from '../../src/runs/run-times';
import { readTab } from '../../src/runs/tabs';

const running = {
  state: 'running',
  heartbeat_at_ms: 5_000,
  started_at_ms: 1_000,
  ended_at_ms: null,
  runtime_s: 3,
} as const;

test('the newest sign counts, whoever heard it', () => {
  expect(heardAt(running, 0)).toBe(5_000);
  expect(heardAt(running, 9_000)).toBe(9_000);
  expect(heardAt({ ...running, heartbeat_at_ms: null }, 0)).toBe(0);
});

test('a running script goes on, an ended one does not', () => {
  expect(ranFor(running, 61_000)).toBe(60);
  expect(ranFor({ ...running, state: 'finished' }, 61_000)).toBe(3);
});

test('a clock that is behind does not shorten a run', () => {
  expect(ranFor(running, 0)).toBe(3);
});

test('a run opens with its overview, and a wrong word is no view', () => {
  expect(readTab(undefined)).toBe('overview');
  expect(readTab('logs')).toBe('logs');
  expect(readTab('nope')).toBeUndefined();
});
