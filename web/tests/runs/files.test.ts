// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { RunFile } from '../../src/connection/types';
import { fileKind, textOf } from '../../src/runs/file-kind';
import { fileRows } from '../../src/runs/file-tree';

const file = (name: string, bytes = 10): RunFile => ({
  name,
  bytes,
  media_type: '',
  updated_at_ms: 1,
});
const files = [file('z.txt'), file('a/b/c.txt', 5), file('a/d.txt', 7), file('b.txt')];
const compare = (a: string, b: string): number => (a < b ? -1 : 1);
const paths = (folded: readonly string[], search = ''): string[] =>
  fileRows(files, new Set(folded), search, compare).map((row) => row.path);

describe('files as a tree', () => {
  test('folders come first, both by name', () => {
    expect(paths([])).toEqual(['a', 'a/b', 'a/b/c.txt', 'a/d.txt', 'b.txt', 'z.txt']);
  });

  test('a folded folder hides what is in it and says how large that is', () => {
    const rows = fileRows(files, new Set(['a']), '', compare);
    expect(rows.map((row) => row.path)).toEqual(['a', 'b.txt', 'z.txt']);
    expect(rows[0]).toMatchObject({ files: 2, bytes: 12, open: false });
  });

  test('a search looks into folded folders', () => {
    expect(paths(['a'], 'C.TXT')).toEqual(['a', 'a/b', 'a/b/c.txt']);
  });
});

describe('how a file is shown', () => {
  test('follows its name', () => {
    const kind = (name: string): string => fileKind({ name, media_type: '' });
    expect(kind('plots/x.PNG')).toBe('image');
    expect(kind('media/table/p.table.json')).toBe('table');
    expect(kind('a.json')).toBe('json');
    expect(kind('a.csv')).toBe('comma');
    expect(kind('page.html')).toBe('text');
    expect(kind('requirements.txt')).toBe('text');
  });

  test('is text when the bytes are', () => {
    const utf8 = new TextEncoder().encode('값 é\n');
    expect(textOf(utf8, false)).toBe('값 é\n');
    expect(textOf(new Uint8Array([0x63, 0x61, 0x66, 0xe9]), false)).toBe('café');
  });

  test('is text when the cut goes through a character', () => {
    const bytes = new TextEncoder().encode('abc값');
    expect(textOf(bytes.subarray(0, 4), true)).toBe('abc');
    expect(textOf(bytes.subarray(0, 5), true)).toBe('abc');
  });

  test('is not text when there are zeros or control characters', () => {
    expect(textOf(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0xff]), false)).toBeUndefined();
    expect(textOf(new Uint8Array([0x61, 0x00, 0x62]), false)).toBeUndefined();
  });
});
