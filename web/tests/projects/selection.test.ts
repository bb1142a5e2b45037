// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import {
  extendTo,
  noSelection,
  selectAll,
  stillThere,
  toggleRow,
} from '../../src/projects/selection';

const order = Float64Array.of(50, 40, 30, 20, 10);

test('a range grows and shrinks from where it began', () => {
  const one = toggleRow(noSelection, order, 2);
  expect([...one.ids]).toEqual([30]);
  const down = extendTo(one, order, 4);
  expect([...down.ids]).toEqual([30, 20, 10]);
  expect([...extendTo(down, order, 1).ids]).toEqual([40, 30]);
  expect([...extendTo(noSelection, order, 3).ids]).toEqual([20]);
});

test('a row can be taken out again', () => {
  const one = toggleRow(noSelection, order, 0);
  expect(toggleRow(one, order, 0).ids.size).toBe(0);
  expect(toggleRow(one, order, 99)).toBe(one);
});

test('runs that are gone are no longer selected', () => {
  const all = selectAll(order);
  expect(all.ids.size).toBe(5);
  expect(stillThere(all, order)).toBe(all);
  expect([...stillThere(all, Float64Array.of(10, 99)).ids]).toEqual([10]);
});
