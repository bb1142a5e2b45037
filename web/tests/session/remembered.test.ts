// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forgetPerson, forgetWithPerson } from '../../src/session/forgetting';
import {
  belongsTo,
  forgetEverything,
  forgetRemembered,
  oweSignOut,
  remember,
  remembered,
  signOutOwed,
} from '../../src/session/remembered';

class FakeStorage {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key = (i: number): string | null => [...this.kept.keys()][i] ?? null;
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.kept.set(key, value);
  removeItem = (key: string): void => void this.kept.delete(key);
}

const ana = { id: 9, name: 'ana', full_name: 'Ana Kim' };
let storage: FakeStorage;

beforeEach(() => {
  storage = new FakeStorage();
  vi.stubGlobal('localStorage', storage);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('names are remembered, and nothing else of a user', () => {
  expect(remembered()).toBeUndefined();
  remember({ ...ana, email: 'ana@example.org', admin: true } as typeof ana);
  expect(remembered()).toEqual(ana);
  expect([...storage.kept.values()].join()).not.toMatch(/example|admin/);
});

test.each(['', '{', 'null', '[]', '{"name":3,"full_name":""}', '{"name":"ana"}'])(
  'a damaged memory (%s) is none',
  (text) => {
    storage.setItem('ensemble.user', text);
    expect(remembered()).toBeUndefined();
  },
);

test('what was kept belongs to whom it was kept for, also after a session ran out', () => {
  expect(belongsTo('bob')).toBe(true);
  remember(ana);
  forgetRemembered();
  expect(remembered()).toBeUndefined();
  expect(belongsTo('ana')).toBe(true);
  expect(belongsTo('bob')).toBe(false);
});

test('forgetting leaves the settings of the browser and what others keep', () => {
  remember(ana);
  const settings = ['language', 'theme', 'rail', 'single-keys', 'insecure-noted'];
  for (const name of settings) storage.setItem(`ensemble.${name}`, 'x');
  storage.setItem('ensemble.project.3.columns', '[]');
  storage.setItem('ensemble.something-new', 'x');
  storage.setItem('of another site part', 'x');
  forgetEverything();
  expect([...storage.kept.keys()].sort()).toEqual(
    [...settings.map((name) => `ensemble.${name}`), 'of another site part'].sort(),
  );
});

test('a sign-out that is owed outlasts forgetting', () => {
  oweSignOut(true);
  forgetEverything();
  expect(signOutOwed()).toBe(true);
  oweSignOut(false);
  expect(signOutOwed()).toBe(false);
});

describe('where storage is forbidden', () => {
  beforeEach(() => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  });

  test('nobody is remembered and nothing breaks', () => {
    remember(ana);
    expect(remembered()).toBeUndefined();
    expect(belongsTo('bob')).toBe(true);
    oweSignOut(true);
    expect(signOutOwed()).toBe(false);
    forgetEverything();
  });
});

test('everything that keeps something is told, also when one of them fails', async () => {
  const told: string[] = [];
  const leaveOut = forgetWithPerson(() => Promise.reject(new Error('no')));
  forgetWithPerson(() => void told.push('a'));
  forgetWithPerson(async () => {
    await Promise.resolve();
    told.push('b');
  });
  await forgetPerson();
  expect(told).toEqual(['a', 'b']);
  leaveOut();
});
