// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { askedOf } from '../../src/audit/asked';

const asked = (text: string) => askedOf(new URLSearchParams(text), 'vision');

test('an address without filters asks for everything of the team', () => {
  expect(asked('')).toEqual({ team: 'vision', refusals: false });
});

test('the last day counts whole, also where the clock changes', () => {
  const { from_ms = 0, to_ms = 0 } = asked('from=2026-10-25&to=2026-10-25');
  const [begin, end] = [new Date(from_ms), new Date(to_ms)];
  expect([begin.getDate(), begin.getHours()]).toEqual([25, 0]);
  expect([end.getDate(), end.getHours()]).toEqual([26, 0]);
});

test.each(['from=yesterday', 'from=2026-13-40', 'from='])('%s is no day', (text) => {
  expect(asked(text).from_ms).toBeUndefined();
});

test('person, action and refusals are passed on', () => {
  expect(asked('person=ana&action=change_role&refused=1')).toMatchObject({
    actor: 'ana',
    name: 'change_role',
    refusals: true,
  });
});
