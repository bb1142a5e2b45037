// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { reservedWords } from '../../src/router/match';
import { daemonWords, fileFor, pageFile, type Asked } from '../../src/shell/addresses';

const origin = 'https://ensemble.example';
const files = new Set(['/index.html', '/theme.js', '/assets/index-1.js', '/licenses.txt']);

const asked = (path: string, more: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  mode: 'cors',
  destination: '',
  url: origin + path,
  ...more,
});
const opening: Partial<Asked> = { mode: 'navigate', destination: 'document' };
const answered = (path: string, more: Partial<Asked> = {}) =>
  fileFor(asked(path, more), origin, files);

describe('opening an address', () => {
  test.each(['/', '/ana', '/ana/digits/runs/r1/logs?find=x', '/signin?token=t', '/settings/keys'])(
    '%s shows the page',
    (path) => expect(answered(path, opening)).toBe(pageFile),
  );

  const others = [...daemonWords].filter((word) => word !== 'assets');
  test.each(others.map((word) => `/${word}/a/b`))('%s is left to the daemon', (path) =>
    expect(answered(path, opening)).toBeUndefined(),
  );

  test('a built file shows itself', () => {
    expect(answered('/licenses.txt', opening)).toBe('/licenses.txt');
  });

  test('a frame inside of the page gets no page', () => {
    expect(answered('/ana', { mode: 'navigate', destination: 'iframe' })).toBeUndefined();
  });
});

describe('asking for a file', () => {
  test('built files are answered', () => {
    expect(answered('/theme.js')).toBe('/theme.js');
    expect(answered('/assets/index-1.js')).toBe('/assets/index-1.js');
  });

  test('hashed files of another version are answered by name', () => {
    expect(answered('/assets/index-0.js')).toBe('/assets/index-0.js');
  });

  test.each(['/api/session', '/graphql', '/files/ana/p/r/file_stream', '/artifacts/x', '/sw.js'])(
    '%s is left to the daemon',
    (path) => expect(answered(path)).toBeUndefined(),
  );

  test('a query, another method and another site are left alone', () => {
    expect(answered('/theme.js?x=1')).toBeUndefined();
    expect(answered('/theme.js', { method: 'POST' })).toBeUndefined();
    expect(answered('/', { ...opening, method: 'POST' })).toBeUndefined();
    const elsewhere = asked('', { url: 'https://other.example/theme.js' });
    expect(fileFor(elsewhere, origin, files)).toBeUndefined();
  });
});

test('no team can be named like an address of the daemon', () => {
  expect([...daemonWords].filter((word) => !reservedWords.has(word))).toEqual([]);
});
