// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test } from 'vitest';
import { timing } from '../../src/connection/link';
import { Engine, quiet_ms } from '../../src/sync/engine';
import type { Batch, Entry, Told } from '../../src/sync/messages';
import {
  ana,
  bob,
  describe_,
  FakeClock,
  newReplica,
  project,
  ScriptedDaemon,
  star,
  turn,
} from './world';

// A disk that writes when it is told to.
class SlowShelf {
  readonly kept = new Map<string, string>();
  readonly batches: Batch[] = [];
  held = false;
  full = false;
  #release: (() => void)[] = [];

  async write(batch: Batch): Promise<void> {
    this.batches.push(batch);
    if (this.held) await new Promise<void>((resolve) => this.#release.push(resolve));
    if (this.full) throw new Error('the disk is full');
    for (const key of batch.removed) this.kept.delete(key);
    for (const [key, text] of batch.put) this.kept.set(key, text);
  }
  async release(): Promise<void> {
    this.held = false;
    for (const go of this.#release.splice(0)) go();
    await turn();
  }
}

let clock: FakeClock;
let daemon: ScriptedDaemon;
let shelf: SlowShelf;
let told: Told[];
let events: string[];
let probed: 'fine' | 'signed_out' | 'unreachable';

beforeEach(() => {
  clock = new FakeClock();
  daemon = new ScriptedDaemon(clock);
  shelf = new SlowShelf();
  told = [];
  events = [];
  probed = 'unreachable';
});

function engineOn(entries: readonly Entry[] = [...shelf.kept]): Engine {
  let counted = 0;
  return new Engine({
    user: ana,
    replica: newReplica(),
    shelf,
    entries,
    socket: {
      open: daemon.open,
      probe: () => Promise.resolve(probed),
      after: clock.after,
      random: () => 0.5,
    },
    now: () => clock.now_ms,
    randomId: () => `random-${String(daemon.clients.length)}-${String(counted++)}`,
    tell: (each) => told.push(each),
    diskFailed: () => events.push('disk failed'),
    otherUser: () => events.push('other user'),
    broke: () => events.push('broke'),
  });
}

async function live(): Promise<Engine> {
  const engine = engineOn();
  engine.start('connecting');
  daemon.accept();
  await turn();
  return engine;
}

const offer = (id: string, command: object = star) => ({
  id,
  command,
  made_at_ms: clock.now_ms,
});
const answers = () => told.flatMap((each) => (each.t === 'answer' ? [each.answer] : []));
const keys = () => [...shelf.kept.keys()].sort();

describe('the first start', () => {
  test('writes what the daemon says before it tells of it', async () => {
    shelf.held = true;
    const engine = await live();
    expect(engine.connection).toBe('live');
    expect(told.filter((each) => each.t === 'batch')).toEqual([]);
    await shelf.release();
    expect(keys()).toEqual(
      ['instance', `project:${String(project)}`, 'team:8', 'user:9']
        .map((scope) => `scope/${scope}`)
        .concat('meta')
        .sort(),
    );
    const put = told.flatMap((each) => (each.t === 'batch' ? each.batch.put : []));
    expect(new Map(put)).toEqual(shelf.kept);
  });

  test('says hello with nothing, later with what it has', async () => {
    const first = await live();
    expect(daemon.last.frames('hello')[0]?.['positions']).toBeUndefined();
    await first.stop();
    const again = engineOn();
    again.start('offline');
    expect(again.connection).toBe('offline');
    daemon.accept();
    expect(daemon.last.frames('hello')[0]?.['positions']).toHaveLength(4);
    expect(daemon.clients[0]).not.toBe(daemon.clients[1]);
    expect(again.connection).toBe('live');
  });
});

describe('a command', () => {
  test('is sent when it is on the disk, not before', async () => {
    const engine = await live();
    shelf.held = true;
    engine.offer(offer('a'));
    await turn();
    expect(daemon.last.frames('push')).toEqual([]);
    expect(answers()).toEqual([]);
    await shelf.release();
    expect(answers()).toEqual([{ id: 'a' }]);
    expect(daemon.last.frames('push')).toHaveLength(1);
    expect(daemon.decided.has('a')).toBe(true);
  });

  test('is told to all before it is answered', async () => {
    const engine = await live();
    told = [];
    engine.offer(offer('a'));
    await turn();
    expect(told.map((each) => each.t).slice(0, 2)).toEqual(['batch', 'answer']);
  });

  test('that is refused at once leaves nothing', async () => {
    const engine = await live();
    const before = new Map(shelf.kept);
    engine.offer(offer('a', { do: 'set_lease', hours: 1 }));
    await turn();
    expect(answers()).toMatchObject([{ id: 'a', refused: { code: 'forbidden' } }]);
    expect(shelf.kept).toEqual(before);
  });

  test('that the module does not know is refused alone', async () => {
    const engine = await live();
    engine.offer(offer('a', { do: 'from_the_future' }));
    engine.offer(offer('b'));
    await turn();
    expect(answers()).toMatchObject([{ id: 'a', refused: { code: 'invalid' } }, { id: 'b' }]);
    expect(events).toEqual([]);
  });

  test('offered twice is one command, on the way to the disk and afterwards', async () => {
    const engine = await live();
    engine.offer(offer('a'));
    engine.offer(offer('a'));
    await turn();
    engine.offer(offer('a'));
    await turn();
    expect(answers()).toEqual([{ id: 'a' }, { id: 'a' }]);
    expect(daemon.last.frames('push')).toHaveLength(1);
  });

  test('is known again by an engine that starts from the same disk', async () => {
    daemon.silent = true;
    const first = await live();
    first.offer(offer('a'));
    await turn();
    await first.stop();
    told = [];
    daemon.silent = false;
    const second = await live();
    second.offer(offer('a'));
    await turn();
    expect(answers()).toEqual([{ id: 'a' }]);
    expect(daemon.last.frames('push')).toHaveLength(1);
    expect(daemon.decided.size).toBe(1);
  });

  test('made without the daemon goes out when it is back', async () => {
    const first = await live();
    await first.stop();
    const engine = engineOn();
    engine.start('offline');
    engine.offer(offer('a', describe_('made offline')));
    await turn();
    expect(answers()).toEqual([{ id: 'a' }]);
    daemon.accept();
    await turn();
    expect(daemon.descriptions).toEqual(['made offline']);
  });

  test('that the daemon refuses is kept until it was read', async () => {
    const engine = await live();
    daemon.strict = true;
    engine.offer(offer('a'));
    await turn();
    expect(keys().filter((key) => /^(command|refused)/.test(key))).toEqual([
      'refused/000000000001',
    ]);
    engine.dismiss(1);
    await turn();
    expect(keys().filter((key) => /^(command|refused)/.test(key))).toEqual([]);
  });
});

test('many commands made at once cost few writes', async () => {
  const engine = await live();
  shelf.batches.length = 0;
  shelf.held = true;
  for (let i = 0; i < 500; i++)
    engine.offer(offer(`c${String(i)}`, describe_(`text ${String(i)}`)));
  await turn();
  await shelf.release();
  await turn();
  expect(answers()).toHaveLength(500);
  expect(daemon.descriptions).toHaveLength(500);
  expect(daemon.descriptions.at(-1)).toBe('text 499');
  expect(shelf.batches.length).toBeLessThan(10);
});

test('without a disk everything is as safe as it can be at once', async () => {
  const engine = await live();
  shelf.full = true;
  engine.offer(offer('a'));
  await turn();
  engine.offer(offer('b', describe_('x')));
  await turn();
  expect(answers()).toEqual([{ id: 'a' }, { id: 'b' }]);
  expect([...daemon.decided.keys()]).toEqual(['a', 'b']);
  expect(events).toEqual(['disk failed']);
});

test('what may not be seen any more is told and leaves the disk', async () => {
  await live();
  daemon.patch(daemon.last, {
    drops: [{ scope: `project:${String(project)}`, reason: 'revoked' }],
  });
  await turn();
  expect(told).toContainEqual({ t: 'purge', scope: `project:${String(project)}` });
  expect([...shelf.kept].flat().join()).not.toContain('digits');
});

describe('the connection', () => {
  test('of another person ends the engine before anything is taken', async () => {
    daemon.signedIn = bob;
    await live();
    expect(events).toEqual(['other user']);
    expect(shelf.kept.size).toBe(0);
    expect(daemon.last.closed).toBe(true);
    await clock.pass(120_000);
    expect(daemon.sockets).toHaveLength(1);
  });

  test('of an ended session is not tried again', async () => {
    const engine = engineOn();
    engine.start('connecting');
    probed = 'signed_out';
    daemon.last.onclose?.();
    await clock.pass(120_000);
    expect(engine.connection).toBe('signed_out');
    expect(daemon.sockets).toHaveLength(1);
    expect(told.at(-1)).toEqual({ t: 'connection', connection: 'signed_out' });
  });

  test('waits as long as the daemon says', async () => {
    await live();
    daemon.last.say({ t: 'bye', code: 'rate_limited', retry_after_ms: 20_000 });
    await clock.pass(19_999);
    expect(daemon.sockets).toHaveLength(1);
    await clock.pass(timing.backoffMax_ms);
    expect(daemon.sockets.length).toBeGreaterThan(1);
  });

  test('that hears nonsense is opened again, more and more slowly', async () => {
    await live();
    for (let i = 0; i < 20; i++) {
      daemon.last.say({ t: 'patch', scopes: 'nonsense' });
      await clock.pass(1_000);
      if (!daemon.last.closed && daemon.last.sent.length === 0) daemon.accept();
    }
    expect(daemon.sockets.length).toBeGreaterThan(3);
    expect(daemon.sockets.length).toBeLessThan(10);
    expect(events).toEqual([]);
  });

  test('that does not answer a push is opened again, and the push repeated', async () => {
    const engine = await live();
    daemon.silent = true;
    engine.offer(offer('a'));
    await turn();
    await clock.pass(29_000);
    expect(daemon.sockets).toHaveLength(1);
    daemon.silent = false;
    await clock.pass(2_000);
    expect(daemon.sockets).toHaveLength(2);
    daemon.accept();
    await turn();
    expect(daemon.decided.has('a')).toBe(true);
  });

  test('on which nothing was said for long is opened again, unseen', async () => {
    await live();
    told.length = 0;
    await clock.pass(quiet_ms / 2);
    expect(daemon.sockets).toHaveLength(1);
    await clock.pass(quiet_ms / 4 + 500);
    expect(daemon.sockets).toHaveLength(2);
    daemon.accept();
    await turn();
    expect(daemon.clients).toHaveLength(2);
    expect(told.filter((each) => each.t === 'connection')).toEqual([]);
  });

  test('in doubt is opened again at once, unless it is new', async () => {
    const engine = await live();
    engine.doubt();
    await clock.pass(timing.settled_ms);
    expect(daemon.sockets).toHaveLength(1);
    engine.doubt();
    await clock.pass(timing.backoffFirst_ms);
    expect(daemon.sockets).toHaveLength(2);
    expect(daemon.sockets[0]?.closed).toBe(true);
  });
});

describe('what a newer page wrote', () => {
  const newer = '{"format":99,"kind":"command","local":1,"id":"n","made_at_ms":1}';

  test('is not written over', async () => {
    const first = await live();
    await first.stop();
    shelf.kept.set('command/000000000001', newer);
    const engine = engineOn();
    engine.start('offline');
    engine.offer(offer('a'));
    await turn();
    expect(JSON.parse(shelf.kept.get('command/000000000001') ?? '')).toMatchObject({ id: 'a' });
    const moved = shelf.kept.get('command/000001000001') ?? '';
    expect(JSON.parse(moved)).toMatchObject({ format: 99, id: 'n', local: 1_000_001 });
  });
});

test('what may not be shown since long ago is removed, but not what was asked for', async () => {
  daemon.silent = true;
  const first = await live();
  first.offer(offer('a'));
  await turn();
  await first.stop();
  clock.now_ms += (14 + 31) * 24 * 3_600_000;
  const engine = engineOn();
  expect(engine.entries.map(([key]) => key).sort()).toEqual(['command/000000000001', 'meta']);
  await turn();
  expect(keys()).toEqual(['command/000000000001', 'meta']);
});

test('a module that broke ends the engine', async () => {
  const replica = newReplica();
  replica.receive = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  const engine = new Engine({
    user: ana,
    replica,
    shelf,
    entries: [],
    socket: {
      open: daemon.open,
      probe: () => Promise.resolve('fine'),
      after: clock.after,
      random: () => 0.5,
    },
    now: () => clock.now_ms,
    randomId: () => 'x',
    tell: (each) => told.push(each),
    diskFailed: () => events.push('disk failed'),
    otherUser: () => events.push('other user'),
    broke: () => events.push('broke'),
  });
  engine.start('connecting');
  daemon.accept();
  await turn();
  expect(events).toEqual(['broke']);
  expect(daemon.last.closed).toBe(true);
});
