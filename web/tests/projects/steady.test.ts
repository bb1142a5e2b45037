// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { steady } from '../../src/projects/steady';

test('what is the same stays the same object', () => {
  const keep = steady<readonly number[]>();
  const first = keep([1, 2]);
  expect(keep([1, 2])).toBe(first);
  expect(keep([1, 3])).toEqual([1, 3]);
  expect(keep([1, 2])).not.toBe(first);
});

test('each keeps its own', () => {
  const [one, other] = [steady<number[]>(), steady<number[]>()];
  expect(one([1])).not.toBe(other([1]));
});
