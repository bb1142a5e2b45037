// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Engine } from '../../src/sync/engine';
import { ana, FakeClock, newReplica, ScriptedDaemon } from './world';

const clock = new FakeClock();
const daemon = new ScriptedDaemon(clock);
const engine = new Engine({
  user: ana,
  replica: newReplica(),
  shelf: undefined,
  entries: [],
  socket: {
    open: daemon.open,
    probe: () => Promise.resolve('unreachable'),
    after: clock.after,
    random: () => 0.5,
  },
  now: () => clock.now_ms,
  randomId: () => 'random',
  tell: () => undefined,
  diskFailed: () => undefined,
  otherUser: () => undefined,
  broke: () => undefined,
});
const lend = (project: number): void =>
  engine.lend({ k: 'run', id: project * 10, project, ...{ name: 'r' } });
const scopes = (type: string): unknown[] => daemon.last.frames(type).map((each) => each['scope']);

test('the runs of the projects that were looked at last are listened to', () => {
  engine.start('connecting');
  daemon.accept();
  lend(1);
  lend(1);
  for (let project = 2; project <= 8; project++) lend(project);
  expect(scopes('subscribe')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((id) => `runs:${String(id)}`));
  expect(scopes('unsubscribe')).toEqual([]);
  lend(1);
  lend(9);
  expect(scopes('unsubscribe')).toEqual(['runs:2']);
  daemon.last.onclose?.();
  clock.now_ms += 1;
  engine.nudge();
  daemon.accept();
  expect(new Set(scopes('subscribe'))).toEqual(
    new Set([1, 3, 4, 5, 6, 7, 8, 9].map((id) => `runs:${String(id)}`)),
  );
});
