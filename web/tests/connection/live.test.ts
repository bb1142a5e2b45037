// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test } from 'vitest';
import { backoff, timing, type LiveState, type Socket } from '../../src/connection/link';
import { LiveChannel, ping_ms, silence_ms } from '../../src/connection/live';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  greet(): void {
    this.onopen?.();
    this.say({ t: 'hello_ok', proto: 1, server_time_ms: 1, version: '0.1.0' });
  }
  frames(type: string): unknown[] {
    return this.sent.filter((frame) => frame['t'] === type).map((frame) => frame['scope']);
  }
}

// Time that moves only when told to.
class FakeClock {
  #now = 0;
  #timers: { at: number; act: () => void }[] = [];

  after = (wait_ms: number, act: () => void): (() => void) => {
    const timer = { at: this.#now + wait_ms, act };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await Promise.resolve();
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
    await Promise.resolve();
  }
}

let sockets: FakeSocket[];
let clock: FakeClock;
let states: LiveState[];
let probed: 'fine' | 'signed_out' | 'unreachable';
let channel: LiveChannel;

const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;

beforeEach(() => {
  sockets = [];
  states = [];
  probed = 'unreachable';
  clock = new FakeClock();
  channel = new LiveChannel({
    open: () => {
      const opened = new FakeSocket();
      sockets.push(opened);
      return opened;
    },
    probe: () => Promise.resolve(probed),
    after: clock.after,
    random: () => 0.5,
  });
  channel.watch((state) => states.push(state));
});

function goLive(): void {
  channel.start();
  socket().greet();
}

describe('opening', () => {
  test('hello is the first frame, and the answer makes it live', () => {
    channel.start();
    socket().onopen?.();
    expect(socket().sent).toEqual([{ t: 'hello', proto: 1 }]);
    expect(channel.state).toBe('connecting');
    socket().say({ t: 'hello_ok', proto: 1 });
    expect(channel.state).toBe('live');
  });

  test('scopes asked for before are subscribed and fetched then', () => {
    let fetched = 0;
    channel.subscribe('home', { refetch: () => fetched++ });
    channel.start();
    expect(socket().sent).toEqual([]);
    socket().greet();
    expect(socket().frames('sub')).toEqual(['home']);
    expect(fetched).toBe(1);
  });

  test('a daemon known to be away is away from the start, and live when it answers', async () => {
    channel.start('offline');
    await clock.pass(timing.reconnecting_ms);
    expect(channel.state).toBe('offline');
    socket().greet();
    expect(states).toEqual(['offline', 'live']);
  });

  test('every greeting is told, also after a gap too short to be shown', async () => {
    let greetings = 0;
    const leave = channel.watchGreetings(() => greetings++);
    goLive();
    socket().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    socket().greet();
    expect({ greetings, states }).toEqual({ greetings: 2, states: ['live'] });
    leave();
    socket().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    socket().greet();
    expect(greetings).toBe(2);
  });

  test('a socket that never opens is given up', async () => {
    channel.start();
    await clock.pass(timing.opening_ms + timing.backoffFirst_ms);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });
});

describe('scopes', () => {
  test('the first listener subscribes and the last one leaves', () => {
    goLive();
    const one = channel.subscribe('project:3', {});
    const two = channel.subscribe('project:3', {});
    expect(socket().frames('sub')).toEqual(['project:3']);
    one();
    one();
    expect(socket().frames('unsub')).toEqual([]);
    two();
    expect(socket().frames('unsub')).toEqual(['project:3']);
  });

  test('news reach the listeners of their scope only', () => {
    goLive();
    const heard: unknown[] = [];
    channel.subscribe('run:7', {
      changed: (version) => heard.push(version),
      live: (runs) => heard.push(runs),
    });
    channel.subscribe('run:8', { changed: () => heard.push('wrong') });
    socket().say({ t: 'changed', scope: 'run:7', version: 12 });
    const runs = [{ id: 7, step: 3, console: 1, revision: 5 }];
    socket().say({ t: 'live', scope: 'run:7', runs });
    expect(heard).toEqual([12, runs]);
  });

  test('a dropped scope is forgotten and not asked for again', async () => {
    goLive();
    let reason: string | undefined;
    const leave = channel.subscribe('run:7', { dropped: (why) => (reason = why) });
    socket().say({ t: 'scope_drop', scope: 'run:7', reason: 'revoked' });
    expect(reason).toBe('revoked');
    leave();
    expect(socket().frames('unsub')).toEqual([]);
    socket().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    socket().greet();
    expect(socket().frames('sub')).toEqual([]);
  });

  test('frames that are not understood change nothing', () => {
    goLive();
    socket().onmessage?.({ data: 'no json' });
    socket().onmessage?.({ data: new ArrayBuffer(4) });
    socket().say({ t: 'from_the_future', scope: 'home' });
    socket().say([]);
    socket().say({ t: 'live', scope: 'home', runs: 'none' });
    expect(channel.state).toBe('live');
  });
});

describe('losing and finding', () => {
  test('a short gap is not shown; subscribers fetch what they may have missed', async () => {
    let fetched = 0;
    channel.subscribe('home', { refetch: () => fetched++ });
    goLive();
    states = [];
    socket().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    expect(sockets).toHaveLength(2);
    socket().greet();
    expect(socket().frames('sub')).toEqual(['home']);
    expect(fetched).toBe(2);
    await clock.pass(timing.offline_ms);
    expect(states).toEqual([]);
  });

  test('a longer gap is reconnecting, then offline, then live again', async () => {
    goLive();
    states = [];
    socket().onclose?.();
    for (let second = 0; second < 20; second++) {
      await clock.pass(1000);
      if (!socket().closed) socket().onclose?.();
    }
    expect(states).toEqual(['reconnecting', 'offline']);
    channel.nudge();
    socket().greet();
    expect(channel.state).toBe('live');
  });

  test('an ended session stops the trying', async () => {
    goLive();
    socket().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    probed = 'signed_out';
    socket().onclose?.();
    await clock.pass(120_000);
    expect(channel.state).toBe('signed_out');
    expect(sockets).toHaveLength(2);
  });

  test('silence after a ping means that the socket is dead', async () => {
    goLive();
    await clock.pass(ping_ms);
    expect(socket().frames('ping')).toHaveLength(1);
    await clock.pass(silence_ms - 1);
    expect(sockets).toHaveLength(1);
    await clock.pass(1 + timing.backoffFirst_ms);
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  test('an answered ping keeps it', async () => {
    goLive();
    for (let i = 0; i < 10; i++) {
      await clock.pass(ping_ms);
      socket().say({ t: 'pong', server_time_ms: 1 });
    }
    expect(sockets).toHaveLength(1);
    expect(channel.state).toBe('live');
  });

  test('waking up tries at once', async () => {
    goLive();
    socket().onclose?.();
    for (let i = 0; i < 8; i++) {
      await clock.pass(timing.backoffMax_ms);
      if (!socket().closed) socket().onclose?.();
      await clock.pass(1);
    }
    const before = sockets.length;
    channel.nudge();
    expect(sockets).toHaveLength(before + 1);
    channel.nudge();
    expect(sockets).toHaveLength(before + 1);
  });

  test('a late word of an old socket is not heard', async () => {
    const versions: number[] = [];
    channel.subscribe('home', { changed: (version) => versions.push(version) });
    goLive();
    const old = socket();
    old.onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    socket().greet();
    old.say({ t: 'changed', scope: 'home', version: 9 });
    old.onclose?.();
    expect(versions).toEqual([]);
    expect(channel.state).toBe('live');
  });

  test('after a stop nothing is tried and a new start works', async () => {
    goLive();
    channel.stop('signed_out');
    await clock.pass(120_000);
    expect(sockets).toHaveLength(1);
    expect(socket().closed).toBe(true);
    channel.start();
    socket().greet();
    expect(channel.state).toBe('live');
  });
});

describe('the back-off', () => {
  test('grows from 0.2 s to 30 s and is anything below', () => {
    expect(backoff(0, 1)).toBe(200);
    expect(backoff(1, 1)).toBe(400);
    expect(backoff(0, 0)).toBe(0);
    expect(backoff(7, 1)).toBe(25_600);
    expect(backoff(8, 1)).toBe(30_000);
    expect(backoff(5_000, 0.5)).toBe(15_000);
  });
});
