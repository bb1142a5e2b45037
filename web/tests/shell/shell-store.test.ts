// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import { ShellStore, type Shell } from '../../src/shell/shell-store';
import { FakeSite, hashOf } from './fake-caches';

const first = { '/index.html': 'page 1', '/assets/a-1.js': 'a 1', '/theme.js': 'theme' };
const second = { '/index.html': 'page 2', '/assets/a-2.js': 'a 2', '/theme.js': 'theme' };

let site: FakeSite;

const shellOf = (version: string, files: Record<string, string>): Shell => ({
  version,
  files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, hashOf(text)])),
});
const store = (version: string, files: Record<string, string>): ShellStore =>
  new ShellStore(shellOf(version, files), site.platform);
const text = async (from: ShellStore, path: string) => (await from.answer(path))?.text();

beforeEach(() => {
  site = new FakeSite();
  site.files = first;
});

test('every file is kept and answers without a network', async () => {
  const own = store('1', first);
  await own.install();
  site.reachable = false;
  for (const [path, content] of Object.entries(first)) expect(await text(own, path)).toBe(content);
  expect(await own.answer('/assets/unknown.js')).toBeUndefined();
});

test('only files whose names change with their content come from the cache of HTTP', async () => {
  await store('1', first).install();
  expect([...site.asked].sort()).toEqual([
    '/assets/a-1.js default',
    '/index.html no-cache',
    '/theme.js no-cache',
  ]);
});

test('a file that is missing or another one fails the whole version', async () => {
  site.files = { ...first, '/theme.js': 'of another build' };
  await expect(store('1', first).install()).rejects.toThrow('integrity');
  site.files = { '/index.html': 'page 1', '/theme.js': 'theme' };
  await expect(store('2', first).install()).rejects.toThrow('/assets/a-1.js: 404');
});

test('what was loaded before a failure is not loaded again', async () => {
  site.files = { '/index.html': 'page 1', '/theme.js': 'theme' };
  const own = store('1', first);
  await expect(own.install()).rejects.toThrow();
  site.files = first;
  site.asked.length = 0;
  await own.install();
  expect(site.asked).toEqual(['/assets/a-1.js default']);
});

test('two versions never mix, but that old tabs find their hashed files', async () => {
  await store('1', first).install();
  site.files = second;
  const newer = store('2', second);
  await newer.install();
  expect(await text(newer, '/index.html')).toBe('page 2');
  expect(await text(newer, '/assets/a-1.js')).toBe('a 1');
  await newer.removeOthers();
  expect(await newer.answer('/assets/a-1.js')).toBeUndefined();
});

test('older versions go, what others keep stays', async () => {
  await store('1', first).install();
  site.stored.set('data of ana', new Map());
  site.files = second;
  const newer = store('2', second);
  await newer.install();
  await newer.removeOthers();
  expect([...site.stored.keys()].sort()).toEqual(['data of ana', 'ensemble-shell 2']);
});

test('the page is brought up to date only by the very same page', async () => {
  const own = store('1', first);
  await own.install();
  site.asked.length = 0;
  expect(await own.refreshPage()).toBe(true);
  expect(site.asked).toEqual(['/index.html no-cache']);
  site.files = second;
  expect(await own.refreshPage()).toBe(false);
  site.reachable = false;
  expect(await own.refreshPage()).toBe(false);
  expect(await text(own, '/index.html')).toBe('page 1');
});

test('the address is given up only when somebody else answers there', async () => {
  const own = store('1', first);
  const answers = (response: Response | undefined): void => {
    site.instead = response;
  };
  answers(new Response('self', { headers: { 'Content-Type': 'text/javascript' } }));
  expect(await own.abandoned()).toBe(false);
  answers(new Response('', { status: 502 }));
  expect(await own.abandoned()).toBe(false);
  answers(undefined);
  site.reachable = false;
  expect(await own.abandoned()).toBe(false);
  answers(new Response('', { status: 404 }));
  expect(await own.abandoned()).toBe(true);
  answers(new Response('<p>A notebook</p>', { headers: { 'Content-Type': 'text/html' } }));
  expect(await own.abandoned()).toBe(true);
});

test('giving up removes every version and nothing else', async () => {
  await store('1', first).install();
  site.stored.set('data of ana', new Map());
  await store('1', first).removeAll();
  expect([...site.stored.keys()]).toEqual(['data of ana']);
});
