// SPDX-License-Identifier: Apache-2.0

// The live channel of docs/protocol.md: one WebSocket, scopes with reference counts, and a
// full-jitter back-off. It knows no DOM: sockets, timers and chance come from outside.

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signed_out';

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

export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveOptions {
  readonly open: () => Socket;
  // Asks over HTTP why the socket does not open.
  readonly probe: () => Promise<'fine' | 'signed_out' | 'unreachable'>;
  readonly after: (wait_ms: number, act: () => void) => () => void;
  readonly random: () => number; // [0, 1)
}

export const timing = {
  backoffFirst_ms: 200,
  backoffMax_ms: 30_000,
  reconnecting_ms: 2_000, // a shorter gap is not shown
  offline_ms: 15_000,
  ping_ms: 15_000,
  silence_ms: 10_000, // after a ping without any frame the socket is dead
  opening_ms: 10_000,
} as const;

export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(
    timing.backoffMax_ms,
    timing.backoffFirst_ms * 2 ** Math.min(attempt, 20),
  );
  return ceiling * random;
}

type Cancel = () => void;
const nothing: Cancel = () => undefined;

export class LiveChannel {
  readonly #scopes = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<(state: LiveState) => void>();
  readonly #greeters = new Set<() => void>();
  #state: LiveState = 'connecting';
  #socket: Socket | undefined;
  #greeted = false;
  #running = false;
  #attempt = 0;
  #cancelRetry = nothing;
  #cancelPulse = nothing;
  #cancelGap: Cancel[] = [];

  constructor(private readonly options: LiveOptions) {}

  get state(): LiveState {
    return this.#state;
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

  // `shown` until the daemon answers: a page that knows it to be away says so from the start.
  start(shown: 'connecting' | 'offline' = 'connecting'): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#show(shown);
    if (shown === 'connecting') this.#noteGap();
    this.#connect();
  }

  stop(state: 'connecting' | 'signed_out' = 'connecting'): void {
    this.#running = false;
    this.#cancelRetry();
    this.#forgetGap();
    this.#dropSocket();
    this.#show(state);
  }

  // Tries at once instead of waiting for the back-off: the machine woke up, the network is back.
  nudge(): void {
    if (!this.#running || this.#socket !== undefined) return;
    this.#attempt = 0;
    this.#cancelRetry();
    this.#connect();
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

  #connect(): void {
    const socket = this.options.open();
    this.#socket = socket;
    this.#cancelPulse = this.options.after(timing.opening_ms, () => this.#lost(socket));
    socket.onopen = () => {
      if (this.#socket === socket) socket.send(JSON.stringify({ t: 'hello', proto: 1 }));
    };
    socket.onmessage = (event) => {
      if (this.#socket === socket) this.#receive(event.data);
    };
    socket.onclose = () => this.#lost(socket);
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return;
    const wasGreeted = this.#greeted;
    this.#dropSocket();
    if (!this.#running) return;
    if (wasGreeted) {
      this.#noteGap();
      this.#retryLater();
      return;
    }
    void this.options.probe().then((answer) => {
      if (!this.#running || this.#socket !== undefined) return;
      if (answer === 'signed_out') this.stop('signed_out');
      else this.#retryLater();
    });
  }

  #retryLater(): void {
    this.#cancelRetry();
    const wait_ms = backoff(this.#attempt++, this.options.random());
    this.#cancelRetry = this.options.after(wait_ms, () => this.#connect());
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#greeted = false;
    this.#cancelPulse();
    socket?.close();
  }

  #receive(data: unknown): void {
    const frame = parseFrame(data);
    if (frame === undefined) return;
    this.#schedulePing();
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
    this.#greeted = true;
    this.#attempt = 0;
    this.#forgetGap();
    this.#show('live');
    for (const act of this.#greeters) act();
    for (const scope of this.#scopes.keys()) this.#send({ t: 'sub', scope });
    for (const listeners of [...this.#scopes.values()]) {
      for (const listener of [...listeners]) listener.refetch?.();
    }
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
    if (this.#greeted) this.#socket?.send(JSON.stringify(frame));
  }

  // Any frame proves the daemon alive; after a while without one it is asked.
  #schedulePing(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#cancelPulse();
    this.#cancelPulse = this.options.after(timing.ping_ms, () => {
      this.#send({ t: 'ping' });
      this.#cancelPulse = this.options.after(timing.silence_ms, () => this.#lost(socket));
    });
  }

  #noteGap(): void {
    this.#forgetGap();
    this.#cancelGap = [
      this.options.after(timing.reconnecting_ms, () => this.#show('reconnecting')),
      this.options.after(timing.offline_ms, () => this.#show('offline')),
    ];
  }

  #forgetGap(): void {
    for (const cancel of this.#cancelGap) cancel();
    this.#cancelGap = [];
  }

  #show(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state);
  }
}

type Frame = Readonly<Record<string, unknown>>;

function parseFrame(data: unknown): Frame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Frame) : undefined;
  } catch {
    return undefined;
  }
}
