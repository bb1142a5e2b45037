// SPDX-License-Identifier: Apache-2.0

import { Link, type LinkOptions, type LiveState } from './link';

// The live channel of docs/protocol.md: one WebSocket and scopes with reference counts. It knows
// no DOM: sockets, timers and chance come from outside.

export interface LiveRun {
  readonly id: number;
  readonly step: number;
  readonly console: number;
  readonly revision: number;
}

export interface Listener {
  // Something in the scope changed; `version` is the newest.
  readonly changed?: (version: number) => void;
  // Recorded data grew.
  readonly live?: (runs: readonly LiveRun[]) => void;
  // The channel is there (again) and may have missed something: ask for what is new.
  readonly refetch?: () => void;
  // The scope is gone for this user.
  readonly dropped?: (reason: 'revoked' | 'deleted') => void;
}

export type LiveOptions = Pick<LinkOptions, 'open' | 'probe' | 'after' | 'random'>;

export const ping_ms = 15_000; // after so long without a frame the daemon is asked
export const silence_ms = 10_000; // and after so long again the socket is dead

type Cancel = () => void;
const nothing: Cancel = () => undefined;

export class LiveChannel {
  readonly #scopes = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<(state: LiveState) => void>();
  readonly #greeters = new Set<() => void>();
  readonly #link: Link;
  #cancelPing = nothing;

  constructor(private readonly options: LiveOptions) {
    this.#link = new Link({
      ...options,
      opened: () => this.#link.send(JSON.stringify({ t: 'hello', proto: 1 })),
      received: (text) => this.#receive(text),
      closed: () => this.#cancelPing(),
      shown: (state) => {
        for (const watcher of this.#watchers) watcher(state);
      },
    });
  }

  get state(): LiveState {
    return this.#link.state;
  }

  watch(watcher: (state: LiveState) => void): Cancel {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  // Calls whenever the channel is there (again), also after gaps too short to be shown.
  watchGreetings(act: () => void): Cancel {
    this.#greeters.add(act);
    return () => this.#greeters.delete(act);
  }

  start(shown: 'connecting' | 'offline' = 'connecting'): void {
    this.#link.start(shown);
  }

  stop(state: 'connecting' | 'signed_out' = 'connecting'): void {
    this.#link.stop(state);
  }

  nudge(): void {
    this.#link.nudge();
  }

  unplugged(): void {
    this.#link.unplugged();
  }

  // Tells everybody who listens to ask for what is new.
  refetch(): void {
    for (const listeners of [...this.#scopes.values()]) {
      for (const listener of [...listeners]) listener.refetch?.();
    }
  }

  // Subscribe before the first fetch, so that no change falls in between.
  subscribe(scope: string, listener: Listener): Cancel {
    const listeners = this.#scopes.get(scope) ?? new Set();
    this.#scopes.set(scope, listeners);
    listeners.add(listener);
    if (listeners.size === 1) this.#send({ t: 'sub', scope });
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return;
      if (this.#scopes.get(scope) !== listeners) return;
      this.#scopes.delete(scope);
      this.#send({ t: 'unsub', scope });
    };
  }

  #receive(text: string): void {
    const frame = parseFrame(text);
    if (frame === undefined) return;
    this.#pingLater();
    if (frame['t'] === 'hello_ok') this.#greet();
    else if (frame['t'] === 'scope_drop') this.#dropScope(frame);
    else if (frame['t'] === 'changed') {
      this.#tell(frame, (listener) => listener.changed?.(Number(frame['version'])));
    } else if (frame['t'] === 'live' && Array.isArray(frame['runs'])) {
      const runs = frame['runs'] as LiveRun[];
      this.#tell(frame, (listener) => listener.live?.(runs));
    }
  }

  #greet(): void {
    this.#link.greeted();
    for (const act of this.#greeters) act();
    for (const scope of this.#scopes.keys()) this.#send({ t: 'sub', scope });
    this.refetch();
  }

  #dropScope(frame: Frame): void {
    const reason = frame['reason'] === 'revoked' ? 'revoked' : 'deleted';
    this.#tell(frame, (listener) => listener.dropped?.(reason));
    this.#scopes.delete(String(frame['scope']));
  }

  #tell(frame: Frame, act: (listener: Listener) => void): void {
    for (const listener of [...(this.#scopes.get(String(frame['scope'])) ?? [])]) act(listener);
  }

  #send(frame: Frame): void {
    if (this.#link.isGreeted) this.#link.send(JSON.stringify(frame));
  }

  // Any frame proves the daemon alive; after a while without one it is asked.
  #pingLater(): void {
    this.#cancelPing();
    this.#cancelPing = this.options.after(ping_ms, () => {
      this.#send({ t: 'ping' });
      this.#link.expectAnswer(silence_ms);
    });
  }
}

type Frame = Readonly<Record<string, unknown>>;

function parseFrame(text: string): Frame | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Frame) : undefined;
  } catch {
    return undefined;
  }
}
