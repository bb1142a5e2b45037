// SPDX-License-Identifier: Apache-2.0
import { beforeAll, expect, test } from 'vitest';
import { axisKind, durationText, placeText, tickText } from '../../src/charts/axes';
import { showLanguage } from '../../src/languages/language.svelte';

beforeAll(() => showLanguage('en'));

test('ticks have as many digits as tell them apart', () => {
  expect([0, 0.25, 0.5, 1].map((value) => tickText(value, 0.25))).toEqual([
    '0',
    '0.25',
    '0.5',
    '1',
  ]);
  expect(tickText(0.30000000000000004, 0.1)).toBe('0.3');
  expect(tickText(123.4567, 0.0001)).toBe('123.4567');
  expect(tickText(-20, 10)).toBe('−20');
});

test('large numbers are shortened, small ones have an exponent', () => {
  expect([10_000, 20_000].map((value) => tickText(value, 10_000))).toEqual(['10k', '20k']);
  expect(tickText(1500, 500)).toBe('1.5k');
  expect(tickText(2_500_000, 500_000)).toBe('2.5M');
  expect(tickText(0.00002, 0.00001)).toBe('2e-5');
});

test('durations and places', () => {
  expect(durationText(0, 60)).toBe('0');
  expect(durationText(90, 30)).toBe('1 min 30 sec');
  expect(placeText('number', 18800)).toBe('18,800');
  expect(axisKind('_timestamp')).toBe('time');
  expect(axisKind('_runtime')).toBe('duration');
  expect(axisKind('epoch')).toBe('number');
});
