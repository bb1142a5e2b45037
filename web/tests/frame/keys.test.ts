// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  latinKey,
  matchesStep,
  Sequence,
  sequence_ms,
  singleKey,
  type Press,
} from '../../src/frame/keys';

function press(key: string, more: Partial<Press> = {}): Press {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '';
  return {
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    isComposing: false,
    keyCode: 0,
    ...more,
  };
}

describe('one press', () => {
  test.each([
    ['Ctrl+K', press('k', { ctrlKey: true }), true],
    ['Ctrl+K', press('k', { metaKey: true }), true],
    ['Ctrl+K', press('k'), false],
    ['Ctrl+K', press('k', { ctrlKey: true, shiftKey: true }), false],
    ['Ctrl+K', press('k', { ctrlKey: true, altKey: true }), false],
    ['k', press('k'), true],
    ['k', press('K', { shiftKey: true }), false],
    ['Shift+ArrowDown', press('ArrowDown', { shiftKey: true }), true],
    ['ArrowDown', press('ArrowDown', { shiftKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['?', press('?'), true],
    ['/', press('/'), true],
    ['+', press('+', { shiftKey: true }), true],
    ['Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['Escape', press('Escape'), true],
  ])('%s by %j: %s', (step, event, expected) => expect(matchesStep(event, step)).toBe(expected));

  test('a Hangul layout presses the Latin key in the same place', () => {
    const event = press('ㅏ', { code: 'KeyK', ctrlKey: true });
    expect(latinKey(event)).toBe('k');
    expect(matchesStep(event, 'Ctrl+K')).toBe(true);
  });

  test('a Latin layout of another order is believed, not the place', () => {
    expect(latinKey(press('a', { code: 'KeyQ' }))).toBe('a');
    expect(matchesStep(press('a', { code: 'KeyQ' }), 'q')).toBe(false);
  });

  test.each([
    ['composing', press('k', { isComposing: true })],
    ['key code 229', press('k', { keyCode: 229 })],
    ['the key Process', press('Process', { code: 'KeyK' })],
  ])('an input method at work takes the key: %s', (_, event) => {
    expect(matchesStep(event, 'k')).toBe(false);
  });
});

test.each([
  ['j', true],
  ['?', true],
  ['g h', true],
  ['Ctrl+K', false],
  ['Escape', false],
  ['Shift+ArrowDown', false],
])('%s is a single-letter shortcut: %s', (keys, expected) =>
  expect(singleKey(keys)).toBe(expected),
);

describe('sequences', () => {
  const shortcuts = ['g h', 'g s', 'h', 'Ctrl+K'];

  test('two keys in time', () => {
    const sequence = new Sequence();
    expect(sequence.press(press('g'), shortcuts, 0)).toBe('begun');
    expect(sequence.press(press('s'), shortcuts, 500)).toBe(1);
  });

  test('too late, the second key stands for itself', () => {
    const sequence = new Sequence();
    sequence.press(press('g'), shortcuts, 0);
    expect(sequence.press(press('h'), shortcuts, sequence_ms + 1)).toBe(2);
  });

  test('another key starts afresh', () => {
    const sequence = new Sequence();
    sequence.press(press('g'), shortcuts, 0);
    expect(sequence.press(press('k', { ctrlKey: true }), shortcuts, 100)).toBe(3);
    expect(sequence.press(press('h'), shortcuts, 200)).toBe(2);
  });

  test('a modifier on its way does not end it', () => {
    const sequence = new Sequence();
    sequence.press(press('g'), [...shortcuts, 'g ?'], 0);
    expect(sequence.press(press('Shift'), [...shortcuts, 'g ?'], 50)).toBe(-1);
    expect(sequence.press(press('?', { shiftKey: true }), [...shortcuts, 'g ?'], 90)).toBe(4);
  });
});
