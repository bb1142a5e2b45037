// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { boundOf, expiryOf, wishOfBound } from '../../src/settings/key-bounds';

const day_ms = 86_400_000;
const now = 1_700_000_000_000;

test.each([
  [null, 'never'],
  [now - 1, 'over'],
  [now, 'over'],
  [now + 1, 'soon'],
  [now + 14 * day_ms - 1, 'soon'],
  [now + 14 * day_ms, 'later'],
])('a key that ends at %s ends %s', (expires_at_ms, expected) => {
  expect(expiryOf({ expires_at_ms }, now)).toBe(expected);
});

test('what a key is bound to is asked for as it is listed', () => {
  expect(wishOfBound('')).toEqual({});
  expect(wishOfBound('team:7')).toEqual({ team: 7 });
  expect(wishOfBound('project:12')).toEqual({ project: 12 });
  expect(boundOf({ team: 7, project: 12 })).toBe('project:12');
  expect(boundOf({ team: 7, project: 0 })).toBe('team:7');
  expect(boundOf({ team: 0, project: 0 })).toBe('');
});
