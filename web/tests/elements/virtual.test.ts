// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  fullHeight,
  offsetAt,
  offsetFor,
  offsetMax,
  rowAfterKey,
  rowsAt,
  scrollerHeight,
  scrollerMax_px,
  scrollTopAt,
} from '../../src/elements/virtual';

const small = { count: 100, row_px: 20, view_px: 200 };
const huge = { count: 5_000_000, row_px: 18, view_px: 700 };

describe('rows on show', () => {
  test('the first and the last ones, with some to spare', () => {
    expect(rowsAt(0, small, 2)).toEqual({ first: 0, end: 12 });
    expect(rowsAt(90, small, 2)).toEqual({ first: 2, end: 17 });
    expect(rowsAt(offsetMax(small), small, 2)).toEqual({ first: 88, end: 100 });
  });
  test('an empty list shows none', () => {
    expect(rowsAt(0, { ...small, count: 0 }, 2)).toEqual({ first: 0, end: 0 });
  });
});

describe('very long lists', () => {
  test('the scroller stays below what browsers can draw', () => {
    expect(fullHeight(huge)).toBeGreaterThan(17_800_000);
    expect(scrollerHeight(huge)).toBe(scrollerMax_px);
  });
  test('both ends can be reached', () => {
    expect(offsetAt(0, huge)).toBe(0);
    expect(offsetAt(scrollerMax_px - huge.view_px, huge)).toBe(offsetMax(huge));
    expect(rowsAt(offsetMax(huge), huge, 0).end).toBe(huge.count);
  });
  test('the way there and back is the same', () => {
    for (const offset of [0, 18, 12_345_678, offsetMax(huge)]) {
      expect(offsetAt(scrollTopAt(offset, huge), huge)).toBeCloseTo(offset, 3);
    }
  });
  test('a short list scrolls one to one', () => expect(offsetAt(123, small)).toBeCloseTo(123));
});

describe('bringing a row into view', () => {
  test.each([
    [0, 500, 0],
    [30, 500, 500],
    [40, 500, 620],
    [99, 0, 1800],
  ])('row %i from offset %i', (row, offset, expected) => {
    expect(offsetFor(row, offset, small, 'near')).toBe(expected);
  });
  test('into the middle', () => expect(offsetFor(50, 0, small, 'middle')).toBe(910));
});

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 14],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 0, 99],
  ['a', 5, undefined],
])('%s from row %i leads to %s', (key, row, expected) => {
  expect(rowAfterKey(key, row, small)).toBe(expected);
});
