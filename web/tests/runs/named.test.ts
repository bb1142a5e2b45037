// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import { forgetNamedRuns, namedRun, nameRun } from '../../src/runs/named';

beforeEach(() => {
  forgetNamedRuns('team:1');
  for (const [id, project] of [
    [1, 10],
    [2, 20],
  ] as const)
    nameRun({ id, project, name: `r${String(id)}`, display_name: `run ${String(id)}` });
});

test('a run that was changed is named afterwards, by its last name', () => {
  expect(namedRun(1)?.display_name).toBe('run 1');
  nameRun({ id: 1, project: 10, name: 'r1', display_name: 'better' });
  expect(namedRun(1)?.display_name).toBe('better');
  expect(namedRun(3)).toBeUndefined();
});

test.each([
  ['project:10', [2]],
  ['runs:20', [1]],
  ['team:1', []],
  ['invites:1', [1, 2]],
])('when %s may not be seen any more, its runs are forgotten', (scope, left) => {
  forgetNamedRuns(scope);
  expect([1, 2].filter((id) => namedRun(id) !== undefined)).toEqual(left);
});

test('a hundred are kept, the newest', () => {
  for (let id = 100; id < 200; id++) nameRun({ id, project: 10, name: `r${String(id)}` });
  expect(namedRun(2)).toBeUndefined();
  expect(namedRun(100)).toBeDefined();
});
