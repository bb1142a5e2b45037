// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { allocate, coloursMax, lookOf, slotsMax } from '../../src/charts/colours';

const none = new Map<number, number>();

test('ten runs made one after the other have ten colours', () => {
  const runs = Array.from({ length: 10 }, (_, i) => 41 + i);
  const slots = allocate(runs, none);
  expect(new Set(runs.map((run) => lookOf(slots.get(run) ?? -1).colour)).size).toBe(coloursMax);
});

test('a run has the same colour whatever else is shown', () => {
  expect(allocate([7], none).get(7)).toBe(allocate([1, 2, 3, 7], none).get(7));
});

test('runs shown together never share a slot while there are slots', () => {
  const runs = Array.from({ length: slotsMax }, (_, i) => 10 * i + 1);
  const slots = allocate(runs, none);
  expect(new Set(runs.map((run) => slots.get(run))).size).toBe(slotsMax);
  expect(allocate([...runs, 9999], none).get(9999)).toBeDefined();
});

test('a run that was there keeps its slot, the newcomer gives way', () => {
  const before = allocate([1], none);
  const after = allocate([1, 11], before);
  expect(after.get(1)).toBe(before.get(1));
  expect(after.get(11)).not.toBe(after.get(1));
  expect(lookOf(after.get(11) ?? 0).dash).toEqual([]);
});

test('colours come before dashes', () => {
  expect(lookOf(9)).toEqual({ slot: 9, colour: 10, dash: [] });
  expect(lookOf(10)).toEqual({ slot: 10, colour: 1, dash: [6, 3] });
  expect(lookOf(39).dash).toEqual([8, 3, 2, 3]);
  expect(lookOf(40).slot).toBe(0);
  expect(lookOf(-1).slot).toBe(39);
});

test('a run that joins takes no colour away from one that was there', () => {
  const before = allocate([11, 12], new Map());
  const after = allocate([1, 11, 12], before);
  expect([after.get(11), after.get(12)]).toEqual([before.get(11), before.get(12)]);
  expect(after.get(1)).not.toBe(before.get(11));
});
