// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { spot } from '../../src/elements/place';

const view = { width: 1000, height: 600 };
const button = { left: 100, top: 100, width: 80, height: 28 };
const below = { side: 'bottom', align: 'start', gap: 4 } as const;

test('a layer stands below its button', () => {
  const found = spot(button, { width: 200, height: 150 }, view, below);
  expect(found).toMatchObject({ left: 100, top: 132 });
});

test('without room below it stands above', () => {
  const low = { ...button, top: 560 };
  expect(spot(low, { width: 200, height: 150 }, view, below).top).toBe(560 - 4 - 150);
});

test('it stays inside of the window and is cut when too high', () => {
  const right = { ...button, left: 960, width: 30 };
  const found = spot(right, { width: 200, height: 2000 }, view, below);
  expect(found.left).toBe(1000 - 200 - 8);
  expect(found.top + found.maxHeight).toBeLessThanOrEqual(600 - 8);
});

test('it can end where its button ends', () => {
  const wish = { ...below, align: 'end' } as const;
  expect(spot(button, { width: 60, height: 10 }, view, wish).left).toBe(120);
});

test('a tooltip stands to the right, in the middle', () => {
  const wish = { side: 'right', align: 'center', gap: 6 } as const;
  expect(spot(button, { width: 50, height: 20 }, view, wish)).toMatchObject({
    left: 186,
    top: 104,
  });
});
