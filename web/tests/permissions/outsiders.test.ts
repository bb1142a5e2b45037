// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { outsideChanges } from '../../src/permissions/outsiders';
import { readersChange } from '../../src/permissions/readers';
import type { WhoCanItem } from '../../src/sync/types';

test('a project that becomes public is read by everybody, and one that stops being so is not', () => {
  expect(outsideChanges('team', 'public')).toEqual([{ sign: 'gain', what: 'reads' }]);
  expect(outsideChanges('public', 'team')).toEqual([{ sign: 'loss', what: 'reads' }]);
  expect(outsideChanges('public', 'restricted')).toEqual([{ sign: 'loss', what: 'reads' }]);
});

test('only an open project is written by everybody', () => {
  expect(outsideChanges('public', 'open')).toEqual([{ sign: 'gain', what: 'logs' }]);
  expect(outsideChanges('open', 'team')).toEqual([
    { sign: 'loss', what: 'reads' },
    { sign: 'loss', what: 'logs' },
  ]);
});

test('what is between the team and those who were added concerns no outsider', () => {
  expect(outsideChanges('team', 'restricted')).toEqual([]);
  expect(outsideChanges('public', 'public')).toEqual([]);
});

const who = (id: number, allowed: boolean): WhoCanItem => ({
  user: { id },
  decision: { allowed, rule: allowed ? 'team_role' : 'not_added' },
});

test('readers of the one place who are none of the other lose, and the reverse', () => {
  const from = [who(1, true), who(2, true), who(3, false)];
  const to = [who(1, true), who(2, false), who(3, true), who(4, true)];
  const { gain, loss } = readersChange(from, to);
  expect(gain.map(({ id }) => id)).toEqual([3, 4]);
  expect(loss.map(({ id }) => id)).toEqual([2]);
});
