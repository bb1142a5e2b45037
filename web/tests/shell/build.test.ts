// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenColours } from '../../scripts/plugins/install-manifest';
import { shellOf, writeServiceWorker } from '../../scripts/plugins/service-worker';

const folder = mkdtempSync(join(tmpdir(), 'shell-'));

beforeAll(() => {
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, '.vite'));
  writeFileSync(join(folder, 'index.html'), 'page');
  writeFileSync(join(folder, 'assets/a-1.js'), 'a');
  writeFileSync(join(folder, '.vite/manifest.json'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the shell is every built file with the hash of its bytes', () => {
  const hash = (text: string): string =>
    `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect(shellOf(folder).files).toEqual({
    '/assets/a-1.js': hash('a'),
    '/index.html': hash('page'),
  });
});

test('the version changes with any byte, and with nothing else', () => {
  const before = shellOf(folder).version;
  expect(shellOf(folder).version).toBe(before);
  writeFileSync(join(folder, 'assets/a-1.js'), 'b');
  expect(shellOf(folder).version).not.toBe(before);
});

test('the written worker is one classic script that listens and names every file', async () => {
  await writeServiceWorker(folder);
  const heard: string[] = [];
  const scope = {
    location: { origin: 'https://ensemble.example' },
    caches: {},
    addEventListener: (name: string) => heard.push(name),
    ensembleShell: undefined,
  };
  const self = Object.assign(scope, { self: scope });
  runInNewContext(readFileSync(join(folder, 'sw.js'), 'utf8'), self);
  expect(heard.sort()).toEqual(['activate', 'fetch', 'install', 'message']);
  expect(scope.ensembleShell).toEqual(shellOf(folder));
});

test('colours of the window come from the tokens', () => {
  expect(tokenColours('bg')).toEqual({ light: '#ffffff', dark: '#101317' });
  expect(() => tokenColours('no-such-colour')).toThrow('no-such-colour');
});

test.each([
  ['icon-192', 192],
  ['icon-512', 512],
  ['icon-maskable-512', 512],
  ['icon-touch-180', 180],
])('%s is a picture of the size it is named after', (name, side) => {
  const bytes = readFileSync(join(import.meta.dirname, '../../public', `${name}.png`));
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([side, side]);
});
