// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test } from 'vitest';
import {
  compareNames,
  formatAgo,
  formatBytes,
  formatDuration,
  formatInteger,
  formatNumber,
} from '../../src/languages/format';
import { chooseLanguage, showLanguage, t } from '../../src/languages/language.svelte';

beforeEach(() => showLanguage('en'));

test.each([
  [['ko-KR', 'en'], 'ko'],
  [['zh-TW'], 'zh-Hans'],
  [['zh-Hans-CN'], 'zh-Hans'],
  [['de', 'fr-CA', 'en'], 'fr'],
  [['ES'], 'es'],
  [['xx', 'yy'], 'en'],
  [[], 'en'],
])('a browser that wishes %j gets %s', (wishes, expected) => {
  expect(chooseLanguage(wishes)).toBe(expected);
});

test('texts change with the language', async () => {
  expect(t('home.runCount', { count: 1 })).toBe('1 run');
  expect(t('home.runCount', { count: 1200 })).toBe('1,200 runs');
  await showLanguage('ko');
  expect(t('home.runCount', { count: 1200 })).toBe('실행 1,200개');
  await showLanguage('fr');
  expect(t('home.runCount', { count: 0 })).toBe('0 run');
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.123456789, '0.12346'],
    [-0.5, '−0.5'],
    [1234567, '1,234,567'],
    [123456.789, '123,460'],
    [0.00001234, '1.234e-5'],
    [-0.00001, '−1e-5'],
    [2.5e12, '2.5e12'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test('integers are grouped', () => expect(formatInteger(1284)).toBe('1,284'));
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1 kB'],
  [1_840_000, '1.8 MB'],
  [999_960, '1 MB'],
  [3.2e12, '3.2 TB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0, '0 sec'],
  [59.4, '59 sec'],
  [151, '2 min 31 sec'],
  [3600, '1 hr'],
  [11_100, '3 hr 5 min'],
  [190_000, '2 days 4 hr'],
  [86_401, '1 day'],
])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [1_000, 'now'],
  [12_000, '12 sec. ago'],
  [200_000, '3 min. ago'],
  [7_300_000, '2 hr. ago'],
  [86_400_000, 'yesterday'],
])('%d ms ago is %s', (ago, text) => {
  const now = Date.UTC(2026, 0, 15, 12);
  expect(formatAgo(now - ago, now)).toBe(text);
});

test('what is to come is told as near as can be', () => {
  const now = Date.UTC(2026, 5, 15, 12);
  expect(formatAgo(now + 14 * 86_400_000 - 9_000, now)).toBe('in 14 days');
  expect(formatAgo(now + 100_000, now)).toBe('in 2 min.');
});

test('after a month the date is said', () => {
  const now = Date.UTC(2026, 5, 15, 12);
  expect(formatAgo(Date.UTC(2026, 0, 15, 12), now)).toBe('Jan 15, 2026');
});

test('names compare with their numbers by value', () => {
  expect(['run-10', 'run-9', 'Run-1'].sort(compareNames)).toEqual(['Run-1', 'run-9', 'run-10']);
});
