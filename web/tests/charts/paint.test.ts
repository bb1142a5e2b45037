// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { pointsInView, type Painted } from '../../src/charts/paint';
import { curveOf } from './curves';

const painted = (points: number): Painted => ({
  curve: curveOf(Array.from({ length: points }, (_, i) => i)),
  colour: '#000000',
  dash: [],
  live: false,
});

test('points in view are those between the edges and one more on each side', () => {
  expect(pointsInView([painted(100)], 10, 19)).toBe(12);
  expect(pointsInView([painted(100), painted(5)], 0, 99)).toBe(105);
  expect(pointsInView([], 0, 1)).toBe(0);
});
