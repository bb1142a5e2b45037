// SPDX-License-Identifier: Apache-2.0
import type { Socket } from '../connection/link';
import { Disk } from './disk';
import { randomId } from './random';
import type { Channel, Surroundings } from './tab';

// What a browser gives to a worker of the page.
export function browserSurroundings(rest: Pick<Surroundings, 'replica' | 'toPage'>): Surroundings {
  return {
    ...rest,
    openDisk: (user) => Disk.open(user),
    locks: (navigator as { readonly locks?: Navigator['locks'] }).locks,
    channel:
      typeof BroadcastChannel === 'undefined'
        ? undefined
        : (name) => new BroadcastChannel(name) as unknown as Channel,
    socket: { open, probe, after, random: Math.random },
    now: Date.now,
    randomId,
  };
}

function open(): Socket {
  const address = new URL('/api/sync', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(address) as unknown as Socket;
}

async function probe(): Promise<'fine' | 'signed_out' | 'unreachable'> {
  try {
    const { ok, status } = await fetch('/api/session', { credentials: 'same-origin' });
    if (status === 401) return 'signed_out';
    return ok ? 'fine' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

function after(wait_ms: number, act: () => void): () => void {
  const timer = setTimeout(act, wait_ms);
  return () => clearTimeout(timer);
}
