// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { LineHeights } from '../../src/runs/line-heights';

function heights(count: number): LineHeights {
  const made = new LineHeights(18);
  made.count = count;
  return made;
}

test('lines stand one below the other as long as nothing is learned', () => {
  const lines = heights(1_000_000);
  expect(lines.total_px).toBe(18_000_000);
  expect(lines.top(999_999)).toBe(999_999 * 18);
  expect(lines.at(18 * 4242 + 17)).toBe(4242);
});

test('a higher line moves all that follow it, across blocks', () => {
  const lines = heights(2000);
  expect(lines.learn(3, 54)).toBe(true);
  expect(lines.learn(700, 36)).toBe(true);
  expect(lines.top(3)).toBe(54);
  expect(lines.top(4)).toBe(54 + 54);
  expect(lines.top(1999)).toBe(1999 * 18 + 36 + 18);
  expect(lines.total_px).toBe(2000 * 18 + 36 + 18);
});

test('learning the same height again changes nothing', () => {
  const lines = heights(10);
  lines.learn(2, 40);
  expect(lines.learn(2, 40)).toBe(false);
  expect(lines.learn(5, 18)).toBe(false);
});

test('the line at a place is the one whose box holds it', () => {
  const lines = heights(600);
  lines.learn(1, 180);
  expect(lines.at(17)).toBe(0);
  expect(lines.at(18)).toBe(1);
  expect(lines.at(197)).toBe(1);
  expect(lines.at(198)).toBe(2);
  expect(lines.at(1e9)).toBe(599);
});

test('resetting forgets what was learned', () => {
  const lines = heights(100);
  lines.learn(50, 500);
  lines.reset();
  expect(lines.total_px).toBe(1800);
  expect(lines.top(99)).toBe(99 * 18);
});
