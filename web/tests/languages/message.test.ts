// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { grammarOf } from '../../src/languages/language.svelte';
import {
  formatMessage,
  parseMessage,
  unbroken,
  valueNames,
  type Values,
} from '../../src/languages/message';

const write = (text: string, values: Values = {}, language: 'en' | 'ko' | 'fr' = 'en'): string =>
  formatMessage(parseMessage(text), values, grammarOf(language));

describe('messages', () => {
  test('plain text is itself', () => expect(write('Sign in')).toBe('Sign in'));
  test('values stand where they are named', () =>
    expect(write('{b} and {a}', { a: 'x', b: 'y' })).toBe('y and x'));
  test('a number is written as the language does', () => {
    expect(write('{n, number}', { n: 12345.5 })).toBe('12,345.5');
    expect(write('{n, number}', { n: 12345.5 }, 'fr')).toBe('12\u202f345,5');
  });
  test.each([
    [0, 'none'],
    [1, '1 run'],
    [2, '2 runs'],
    [1234, '1,234 runs'],
  ])('the plural of %i', (count, expected) => {
    const text = '{count, plural, =0 {none} one {# run} other {# runs}}';
    expect(write(text, { count })).toBe(expected);
  });
  test('French zero is singular', () => {
    const text = '{n, plural, one {# run} other {# runs}}';
    expect(write(text, { n: 0 }, 'fr')).toBe('0 run');
  });
  test('Korean has one form', () =>
    expect(write('{n, plural, other {실행 #개}}', { n: 1 }, 'ko')).toBe('실행 1개'));
  test('a plural can hold other values', () => {
    const text = '{n, plural, one {# run of {who}} other {# runs of {who}}} here';
    expect(write(text, { n: 2, who: 'Ana' })).toBe('2 runs of Ana here');
  });
  test('# outside of a plural is text', () => expect(write('L#{n}', { n: 3 })).toBe('L#3'));

  test.each(['{', 'a }', '{n', '{n, plural, one {x}}', '{n, date}', '{}', '{n, plural other {x}}'])(
    'the broken message %s is refused',
    (text) => expect(() => parseMessage(text)).toThrow(),
  );

  test('the names of the values are known', () => {
    const text = '{n, plural, one {# of {who}} other {#}} {where, number}';
    expect(valueNames(parseMessage(text))).toEqual(['n', 'where', 'who']);
  });
});

test('a name that is written from the right keeps its order to itself', () => {
  expect(write('{who} · 1 min', { who: 'دينا' })).toBe('\u2068دينا\u2069 · 1 min');
  expect(write('{who} · 1 min', { who: 'Dina' })).toBe('Dina · 1 min');
});

test('no French line ends before a sign that has a space before it', () => {
  expect(unbroken('Rôle : « {role} » ?', 'fr')).toBe('Rôle\u00a0: «\u00a0{role}\u00a0»\u00a0?');
  expect(unbroken('a : b', 'en')).toBe('a : b');
});
