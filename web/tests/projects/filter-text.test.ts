// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, test } from 'vitest';
import type { Column } from '../../src/connection/types';
import { showLanguage } from '../../src/languages/language.svelte';
import { completions, faultText, placeInText } from '../../src/projects/filter-text';

beforeAll(() => showLanguage('en'));

const column = (name: string): Column => ({ name, kind: 'number', runs: 1 });
const columns = ['config.lr', 'summary.loss', 'config.loss', 'config.my key'].map(column);

function offered(text: string): string[] {
  return completions(text, text.length, columns, ['base', 'paper']).map((each) => each.label);
}

function accepted(text: string): string {
  const [first] = completions(text, text.length, columns, ['base']);
  return first === undefined ? text : text.slice(0, first.from) + first.text;
}

describe('a word goes on', () => {
  test('as a field, short where that is clear', () => {
    expect(offered('l')).toContain('lr');
    expect(offered('los')).toEqual(['summary.loss', 'config.loss']);
    expect(accepted('sta')).toBe('state:');
    expect(accepted('lr < 3 and my')).toBe('lr < 3 and "my key" ');
  });
  test('as a value of state and tag', () => {
    expect(accepted('state:run')).toBe('state:running ');
    expect(accepted('state:finished,ru')).toBe('state:finished,running ');
    expect(offered('tag:')).toEqual(['base', 'paper']);
    expect(offered('not tag!:pa')).toEqual(['paper']);
  });
  test('but not where a number is meant, and not from nothing', () => {
    expect(offered('lr < l')).toEqual([]);
    expect(offered('')).toEqual([]);
  });
});

test('a fault has its place in characters, not in bytes', () => {
  expect(placeInText('실행 <', 7)).toBe(3);
  const fault = { kind: 3, position: 9, bytes: 1, detail: '' };
  expect(faultText(fault, '실행 < x')).toContain('6');
});
