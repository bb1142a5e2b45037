// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import type { LiveState } from '../../src/connection/link';
import { withPatience, type Surroundings } from '../../src/connection/patience';

let state: LiveState;
let watchers: Set<(state: LiveState) => void>;
let timers: Set<() => void>;
let around: Surroundings;
let aborted: number;
let spare: boolean;

beforeEach(() => {
  state = 'live';
  watchers = new Set();
  timers = new Set();
  aborted = 0;
  spare = false;
  around = {
    live: {
      get state() {
        return state;
      },
      watch: (watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
    },
    after: (_wait, act) => {
      timers.add(act);
      return () => timers.delete(act);
    },
    abort: () => aborted++,
    spare: () => Promise.resolve(spare),
  };
});

const show = (next: LiveState): void => {
  state = next;
  for (const watcher of [...watchers]) watcher(next);
};
const passTime = (): void => {
  for (const act of [...timers]) {
    timers.delete(act);
    act();
  }
};
const never = new Promise<string>(() => undefined);

test('an answer comes through, and nothing is left behind', async () => {
  expect(await withPatience(Promise.resolve('here'), around)).toBe('here');
  await Promise.resolve();
  expect(timers.size + watchers.size).toBe(0);
});

test('a failure is the one of the request', async () => {
  await expect(withPatience(Promise.reject(new Error('own')), around)).rejects.toThrow('own');
});

test('with the daemon away, waiting ends after a while and not before', async () => {
  show('offline');
  const waited = withPatience(never, around);
  expect({ watched: watchers.size, aborted }).toEqual({ watched: 0, aborted: 0 });
  passTime();
  await expect(waited).rejects.toThrow('away');
  expect(aborted).toBe(1);
});

test('a daemon that goes away while it is waited for ends the waiting', async () => {
  const waited = withPatience(never, around);
  passTime();
  show('reconnecting');
  show('offline');
  await expect(waited).rejects.toThrow('away');
});

test('a daemon that is missed is not waited for when there is something to show', async () => {
  spare = true;
  const waited = withPatience(never, around);
  show('reconnecting');
  expect(aborted).toBe(0);
  passTime();
  await expect(waited).rejects.toThrow('away');
  expect(aborted).toBe(1);
});

test('a slow daemon is waited for', async () => {
  let answer: (text: string) => void = () => undefined;
  const waited = withPatience(new Promise<string>((resolve) => (answer = resolve)), around);
  passTime();
  show('reconnecting');
  show('live');
  answer('late');
  expect(await waited).toBe('late');
  expect(aborted).toBe(0);
});
