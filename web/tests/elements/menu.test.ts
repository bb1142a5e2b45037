// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { step, typeAhead } from '../../src/elements/menu';

test.each([
  [3, 0, 1, 1],
  [3, 2, 1, 0],
  [3, 0, -1, 2],
  [3, -1, 1, 0],
  [3, -1, -1, 2],
  [0, -1, 1, -1],
])('of %i items, from %i by %i is %i', (count, from, by, expected) => {
  expect(step(count, from, by)).toBe(expected);
});

describe('typing in a menu', () => {
  const labels = ['Rename', 'Move', 'Remove', 'Archive'];
  test('a letter goes to the next that begins with it', () => {
    expect(typeAhead(labels, -1, 'r')).toBe(0);
    expect(typeAhead(labels, 0, 'r')).toBe(2);
    expect(typeAhead(labels, 2, 'r')).toBe(0);
  });
  test('the same letter again goes on', () => expect(typeAhead(labels, 0, 'rr')).toBe(2));
  test('more letters narrow', () => expect(typeAhead(labels, 0, 'rem')).toBe(2));
  test('nothing found is −1', () => expect(typeAhead(labels, 0, 'x')).toBe(-1));
});
