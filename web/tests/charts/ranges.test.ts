// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { askedRange, inside, withAir, xExtent, yExtent, zoomAround } from '../../src/charts/ranges';
import { curveOf } from './curves';

test('x covers every curve, buckets from edge to edge', () => {
  const buckets = curveOf([1, 2], { exact: false, xMin: -3, xMax: 9 });
  expect(xExtent([curveOf([1, 2, 3]), buckets])).toEqual([-3, 9]);
  expect(xExtent([curveOf([4])])).toEqual([-0.5, 0.5]);
  expect(xExtent([curveOf([])])).toBeUndefined();
});

test('y covers what is in view, gaps and all', () => {
  const curve = curveOf([5, NaN, 1, 9]);
  expect(yExtent([curve], [0, 3])).toEqual([1, 9]);
  expect(yExtent([curve], [0, 2])).toEqual([1, 5]);
  expect(yExtent([curve], [1, 1])).toBeUndefined();
  expect(yExtent([curveOf([])], [0, 1])).toBeUndefined();
});

test('air keeps zero as an edge and a constant in the middle', () => {
  expect(withAir([0, 1], false)).toEqual([0, 1.05]);
  expect(withAir([-1, 0], false)).toEqual([-1.05, 0]);
  expect(withAir([5, 6], false)).toEqual([4.95, 6.05]);
  expect(withAir([5, 5], false)).toEqual([4.5, 5.5]);
  expect(withAir([0, 0], false)).toEqual([-1, 1]);
  const [low, high] = withAir([0.01, 100], true);
  expect(low).toBeGreaterThan(0);
  expect(low).toBeLessThan(0.01);
  expect(high).toBeGreaterThan(100);
});

test('zoom keeps its centre, pan keeps inside', () => {
  expect(zoomAround([0, 10], 5, 0.5)).toEqual([2.5, 7.5]);
  expect(inside([-3, 1], [0, 10])).toEqual([0, 4]);
  expect(inside([8, 12], [0, 10])).toEqual([6, 10]);
  expect(inside([-5, 20], [0, 10])).toEqual([0, 10]);
});

test('what is asked for holds the view and a margin, and is the same for a tiny pan', () => {
  const asked = askedRange([100, 200]);
  expect(asked[0]).toBeLessThanOrEqual(88);
  expect(asked[1]).toBeGreaterThanOrEqual(212);
  expect(askedRange([103, 203])).toEqual(askedRange([102, 202]));
});
