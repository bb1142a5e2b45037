// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, match, reservedWords, safeReturn } from '../../src/router/match';
import { find } from '../../src/router/routes';

describe('routes', () => {
  test.each([
    ['/', 'home', {}],
    ['/signin', 'signin', {}],
    ['/authorize', 'authorize', {}],
    ['/settings', 'settings', {}],
    ['/settings/keys', 'settings', { tab: 'keys' }],
    ['/join/7.9.x_y', 'join', { token: '7.9.x_y' }],
    ['/admin-area', 'admin', {}],
    ['/admin-area/users', 'admin', { tab: 'users' }],
    ['/alice/settings/audit', 'team-settings', { team: 'alice', tab: 'audit' }],
    ['/alice', 'team', { team: 'alice' }],
    ['/alice/digits', 'project', { team: 'alice', project: 'digits' }],
    ['/alice/digits/workspace', 'project', { team: 'alice', project: 'digits' }],
    ['/alice/digits/runs', 'runs', { team: 'alice', project: 'digits' }],
    ['/alice/digits/runs/3k9f', 'run', { team: 'alice', project: 'digits', run: '3k9f' }],
    [
      '/alice/digits/runs/3k9f/logs',
      'run',
      { team: 'alice', project: 'digits', run: '3k9f', tab: 'logs' },
    ],
    ['/alice/digits/other', 'not-found', {}],
    ['/a/b/runs/c/d/e', 'not-found', {}],
  ])('%s is the screen %s', (path, name, params) => {
    const found = find(path);
    expect(found.route.name).toBe(name);
    expect(found.params).toEqual(params);
  });

  test('a reserved word is never a team', () => {
    for (const word of reservedWords) {
      expect(['team', 'project', 'runs', 'run']).not.toContain(find(`/${word}`).route.name);
      expect(find(`/${word}/x`).route.name).not.toBe('project');
    }
  });

  test('the reserved words are those that the daemon refuses as names', () => {
    const file = join(import.meta.dirname, '../../../shared/records/names.cpp');
    const list = /reserved[^;{]*\{+([^}]*)\}/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const words = [...list.matchAll(/"([^"]+)"/g)].map((found) => found[1]);
    expect([...reservedWords].sort()).toEqual(words.sort());
  });

  test('escaped parts come out as they were written', () => {
    expect(find('/alice/a%2Fb%20c').params).toEqual({ team: 'alice', project: 'a/b c' });
    expect(find('/alice/%ED%95%9C').params['project']).toBe('한');
  });

  test('a broken escape leads nowhere instead of failing', () => {
    expect(find('/alice/%E0%A4%A').route.name).toBe('not-found');
  });
});

test('an optional part may be absent', () => {
  const pattern = compile('/settings/:tab?');
  expect(match(pattern, '/settings')).toEqual({});
  expect(match(pattern, '/settings/keys')).toEqual({ tab: 'keys' });
  expect(match(pattern, '/other')).toBeUndefined();
});

test.each([
  [null, '/'],
  ['', '/'],
  ['/alice/digits?q=lr#L3', '/alice/digits?q=lr#L3'],
  ['https://evil.example/', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/signin?token=x', '/'],
  ['/a//b', '/a//b'],
])('after signing in, %s leads to %s', (target, expected) => {
  expect(safeReturn(target)).toBe(expected);
});
