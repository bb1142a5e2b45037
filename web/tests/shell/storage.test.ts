// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askToPersist, storageState } from '../../src/shell/storage';

let persistent: boolean;
let grants: boolean;
let asked: number;
let kept: Map<string, string>;

const storage = {
  persisted: () => Promise.resolve(persistent),
  persist: () => {
    asked++;
    persistent = grants;
    return Promise.resolve(grants);
  },
  estimate: () => Promise.resolve({ usage: 1200, quota: 5000 }),
};

beforeEach(() => {
  persistent = false;
  grants = true;
  asked = 0;
  kept = new Map();
  vi.stubGlobal('navigator', { storage });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the person is asked once, whatever the answer', async () => {
  grants = false;
  expect(await askToPersist()).toBe(false);
  expect(await askToPersist()).toBe(false);
  expect(asked).toBe(1);
});

test('nobody is asked for what was granted already', async () => {
  persistent = true;
  expect(await askToPersist()).toBe(true);
  expect(asked).toBe(0);
});

test('the state tells what is kept and what fits', async () => {
  await askToPersist();
  expect(await storageState()).toEqual({ persisted: true, usage_bytes: 1200, quota_bytes: 5000 });
});

test('insecure addresses have no such state', async () => {
  vi.stubGlobal('navigator', {});
  expect(await storageState()).toBeUndefined();
  expect(await askToPersist()).toBe(false);
});
