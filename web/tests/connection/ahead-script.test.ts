// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { find } from '../../src/router/routes';

const script = readFileSync(join(import.meta.dirname, '../../public/ahead.js'), 'utf8');

// What is asked for before the page's own scripts are there.
function askedAt(pathname: string): string[] {
  const asked: string[] = [];
  runInNewContext(script, {
    window: {},
    document: { currentScript: { dataset: {} } },
    location: { pathname },
    navigator: { language: 'en' },
    localStorage: { getItem: () => null },
    performance: { now: () => 0 },
    fetch: (address: string) => {
      asked.push(address);
      return Promise.resolve();
    },
  });
  return asked;
}

test('a project is asked for ahead of its screens', () => {
  for (const path of ['/vision/digits', '/vision/digits/runs', '/vision/digits/workspace'])
    expect(askedAt(path)).toContain('/api/projects/vision/digits');
});

test.each([
  '/admin-area/health',
  '/admin-area/audit',
  '/settings/keys',
  '/join/abc',
  '/vision',
  '/',
])('nothing of a project is asked for at %s', (path) => {
  expect(['project', 'runs']).not.toContain(find(path).route.name);
  expect(askedAt(path)).toEqual(['/api/session']);
});
