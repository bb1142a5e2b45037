// SPDX-License-Identifier: Apache-2.0
import { beforeEach, expect, test } from 'vitest';
import { Link, timing, type LiveState } from '../../src/connection/link';
import { FakeClock, FakeSocket } from '../sync/world';

let clock: FakeClock;
let sockets: FakeSocket[];
let states: LiveState[];
let events: string[];
let link: Link;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  states = [];
  events = [];
  link = new Link({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    probe: () => Promise.resolve('unreachable'),
    after: clock.after,
    random: () => 0.999,
    opened: () => events.push('opened'),
    received: (text) => events.push(text),
    closed: () => events.push('closed'),
    shown: (state) => states.push(state),
  });
  link.start('connecting');
});

const last = (): FakeSocket => sockets.at(-1) as FakeSocket;

function greet(): void {
  last().onopen?.();
  link.greeted();
}

test('a connection that always ends at once is tried more and more slowly', async () => {
  for (let i = 0; i < 40; i++) {
    if (!last().closed) {
      greet();
      link.reopen(0);
    }
    await clock.pass(1_000);
  }
  expect(sockets.length).toBeLessThan(9);
});

test('one that held for a while is tried again at once', async () => {
  for (let i = 0; i < 5; i++) {
    greet();
    await clock.pass(timing.settled_ms);
    last().onclose?.();
    await clock.pass(timing.backoffFirst_ms);
    expect(sockets).toHaveLength(i + 2);
  }
  expect(new Set(states)).toEqual(new Set(['live']));
});

test('opening again waits as long as was asked for, and tells that it closed', async () => {
  greet();
  link.reopen(3_000);
  expect(events).toEqual(['opened', 'closed']);
  await clock.pass(2_999);
  expect(sockets).toHaveLength(1);
  await clock.pass(1 + timing.backoffFirst_ms);
  expect(sockets).toHaveLength(2);
  expect(states).toEqual(['live', 'reconnecting']);
});

test('any frame is an answer; none in time means that the socket is dead', async () => {
  greet();
  link.expectAnswer(1_000);
  last().say({});
  await clock.pass(60_000);
  expect(sockets).toHaveLength(1);
  link.expectAnswer(1_000);
  await clock.pass(1_000 + timing.backoffFirst_ms);
  expect(sockets).toHaveLength(2);
});

test('nothing is sent before it is open, or heard of what is closed', () => {
  link.send('early');
  const first = last();
  first.onopen?.();
  link.send('{}');
  expect(first.sent).toEqual([{}]);
  link.reopen(0);
  first.say({ late: true });
  first.onmessage?.({ data: new ArrayBuffer(4) });
  link.send('{}');
  expect(first.sent).toHaveLength(1);
  expect(events).toEqual(['opened', 'closed']);
});

test('without a network it is offline at once, and stays so until it is greeted again', async () => {
  greet();
  link.unplugged();
  expect(states).toEqual(['live', 'offline']);
  expect(events).toEqual(['opened', 'closed']);
  await clock.pass(timing.backoffFirst_ms);
  last().onclose?.();
  await clock.pass(timing.offline_ms);
  expect(states).toEqual(['live', 'offline']);
  greet();
  expect(states).toEqual(['live', 'offline', 'live']);
});
