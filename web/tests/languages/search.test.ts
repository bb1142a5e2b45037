// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { matches, score } from '../../src/languages/search';

test.each([
  ['Réglages', 'reglages', true],
  ['reglages', 'RÉG', true],
  ['brave-finch-40', 'finch 40', true],
  ['vision-lab/digits', 'dig vis', true],
  ['digits', 'digest', false],
  ['실행', 'ㅅㅎ', true],
  ['실행', '실', true],
  ['설정 화면', 'ㅎㅁ', true],
  ['실행', 'ㅎㅅ', false],
  ['anything', '', true],
])('"%s" is found by "%s": %s', (text, query, found) => expect(matches(text, query)).toBe(found));

test('the start counts more than a word inside, and that more than the middle of a word', () => {
  expect(score('digits', 'dig')).toBeGreaterThan(score('my digits', 'dig'));
  expect(score('my digits', 'dig')).toBeGreaterThan(score('prodigy', 'dig'));
  expect(score('dig', 'dig')).toBeGreaterThan(score('digits', 'dig'));
});
