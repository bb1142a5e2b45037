// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  lineText,
  linesText,
  markedPieces,
  readLines,
  searchPattern,
} from '../../src/runs/log-text';

const marks = (text: string, search: string, regex = false): string =>
  markedPieces(text, searchPattern(search, regex))
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('');

describe('marking what was found', () => {
  test('marks every place, whatever its case', () => {
    expect(marks('Warn: warning', 'WARN')).toBe('[Warn]: [warn]ing');
  });

  test('takes plain text literally', () => {
    expect(marks('a.b axb a*b', 'a.b')).toBe('[a.b] axb a*b');
    expect(marks('100%|##| (ok)', '|##| (')).toBe('100%[|##| (]ok)');
  });

  test('takes an expression as one', () => {
    expect(marks('step 12 loss 0.5', '\\d+', true)).toBe('step [12] loss [0].[5]');
  });

  test('goes across colours', () => {
    expect(marks('\u001b[31mlo\u001b[0mss', 'loss')).toBe('[lo][ss]');
  });

  test('an expression that matches nothing at every place marks nothing', () => {
    expect(marks('abc', 'x*', true)).toBe('abc');
  });

  test('an expression this browser cannot read marks nothing', () => {
    expect(searchPattern('(?i)warn', true)).toBeUndefined();
    expect(searchPattern('(', true)).toBeUndefined();
  });
});

describe('lines in the address', () => {
  test('are one line or a range in either order', () => {
    expect(readLines('12')).toEqual({ first: 12, last: 12 });
    expect(readLines('L12')).toEqual({ first: 12, last: 12 });
    expect(readLines('40-12')).toEqual({ first: 12, last: 40 });
    expect(readLines('L12-L40')).toEqual({ first: 12, last: 40 });
  });

  test('are nothing when they are something else', () => {
    for (const text of ['', '0', '-3', 'abc', '1-2-3', '99999999999999']) {
      expect({ text, lines: readLines(text) }).toEqual({ text, lines: undefined });
    }
  });

  test('are written as they are read', () => {
    expect(linesText({ first: 12, last: 12 })).toBe('12');
    expect(linesText({ first: 12, last: 40 })).toBe('12-40');
  });
});

test('a line is copied without its colours, with the label of its machine', () => {
  expect(lineText({ label: '', text: '\u001b[31mred\u001b[0m' })).toBe('red');
  expect(lineText({ label: 'node-1', text: 'loss 0.5' })).toBe('[node-1] loss 0.5');
});
