// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { concerned, effectsOf } from '../../src/permissions/effects';
import type { ChangeOfAccess } from '../../src/sync/types';

function change(
  user: number,
  project: number,
  gained: readonly string[],
  lost: readonly string[] = [],
): ChangeOfAccess {
  return { user: { id: user }, project, project_name: '', gained, lost };
}

const brief = (changes: readonly ChangeOfAccess[]) =>
  effectsOf(changes).map((effect) => ({
    ...effect,
    people: effect.people.map((person) => person.id),
  }));

test('people who gain the same in as many places stand together', () => {
  const changes = [1, 2].flatMap((user) => [
    change(user, 0, ['run:stop']),
    change(user, 7, ['run:stop']),
  ]);
  expect(brief(changes)).toEqual([
    { sign: 'gain', people: [1, 2], actions: ['run:stop'], inTeam: true, projects: 1, out: false },
  ]);
});

test('gains and losses of one person stand apart', () => {
  const found = brief([change(1, 7, ['run:stop'], ['run:delete'])]);
  expect(found.map((effect) => [effect.sign, effect.actions])).toEqual([
    ['gain', ['run:stop']],
    ['loss', ['run:delete']],
  ]);
});

test('whoever cannot see the team any more is out', () => {
  expect(brief([change(1, 0, [], ['team:read', 'run:read'])])[0]?.out).toBe(true);
  expect(brief([change(1, 0, [], ['run:read'])])[0]?.out).toBe(false);
});

test('people are counted once', () => {
  expect(concerned([change(1, 0, ['a']), change(1, 7, ['a']), change(2, 7, ['a'])])).toBe(2);
});
