// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { parseAnsi, plainText } from '../../src/runs/ansi';

const esc = '\u001b';
const texts = (line: string): string[] => parseAnsi(line).map((piece) => piece.text);

test('plain text is one piece, HTML stays text', () => {
  expect(texts('<b>not html</b> & more')).toEqual(['<b>not html</b> & more']);
  expect(parseAnsi('')).toEqual([]);
});

test('colours and weights begin and end', () => {
  const pieces = parseAnsi(`a${esc}[31mred${esc}[1;32mbold${esc}[22;39mplain${esc}[0m`);
  expect(pieces.map((piece) => [piece.text, piece.colour, piece.bold])).toEqual([
    ['a', undefined, false],
    ['red', 1, false],
    ['bold', 2, true],
    ['plain', undefined, false],
  ]);
});

test('bright, indexed and true colours are known', () => {
  const colours = (codes: string): unknown => parseAnsi(`${esc}[${codes}mx`)[0]?.colour;
  expect(colours('91')).toBe(9);
  expect(colours('38;5;9')).toBe(9);
  expect(colours('38;5;208')).toBe('rgb(255 135 0)');
  expect(colours('38;5;244')).toBe('rgb(128 128 128)');
  expect(colours('38;2;1;2;300')).toBe('rgb(1 2 255)');
  expect(colours('38:2:9:8:7')).toBe('rgb(9 8 7)');
  expect(parseAnsi(`${esc}[44mx`)[0]?.background).toBe(4);
  expect(parseAnsi(`${esc}[38;5mx`)[0]?.colour).toBe(0);
});

describe('what a terminal would overwrite', () => {
  test('is gone after a carriage return', () => {
    expect(plainText('progress 0%\rprogress 50%\rprogress 100%')).toBe('progress 100%');
    expect(plainText('longer text\rshort')).toBe('shortr text');
    expect(plainText('12345\rab')).toBe('ab345');
  });
  test('is gone when the line is cleared', () => {
    expect(plainText(`12345\r${esc}[Kab`)).toBe('ab');
    expect(plainText(`12345${esc}[2K\rab`)).toBe('ab');
    expect(plainText('abc\bd')).toBe('abd');
  });
});

test('other control sequences leave no trace', () => {
  expect(plainText(`${esc}[2Aup${esc}[?25l${esc}]0;title\u0007${esc}(B\u0001end`)).toContain('up');
  expect(plainText(`${esc}]8;;http://x.test\u0007link${esc}]8;;\u0007`)).toBe('link');
  expect(plainText(`${esc}[`)).not.toContain(esc);
  expect(plainText('tab\there')).toBe('tab\there');
});

test('a hostile line is read to its end', () => {
  const hostile = `${esc}[${'1;'.repeat(20_000)}m${'\r'.repeat(20_000)}${esc}]${'x'.repeat(50_000)}`;
  expect(parseAnsi(hostile)).toBeDefined();
});
