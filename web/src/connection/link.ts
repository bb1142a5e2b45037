// SPDX-License-Identifier: Apache-2.0

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signed_out';

export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LinkOptions {
  readonly open: () => Socket;
  // Asks over HTTP why the socket does not open.
  readonly probe: () => Promise<'fine' | 'signed_out' | 'unreachable'>;
  readonly after: (wait_ms: number, act: () => void) => () => void;
  readonly random: () => number; // [0, 1)
  // The socket is open: say hello.
  readonly opened: () => void;
  readonly received: (text: string) => void;
  // What was opened is closed.
  readonly closed: () => void;
  readonly shown: (state: LiveState) => void;
}

type Cancel = () => void;
const nothing: Cancel = () => undefined;

export const timing = {
  backoffFirst_ms: 200,
  backoffMax_ms: 30_000,
  reconnecting_ms: 2_000, // a shorter gap is not shown
  offline_ms: 15_000,
  opening_ms: 10_000,
  // A connection younger than this may be one of many that end at once; the back-off goes on.
  settled_ms: 5_000,
} as const;

export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(
    timing.backoffMax_ms,
    timing.backoffFirst_ms * 2 ** Math.min(attempt, 20),
  );
  return ceiling * random;
}

// One WebSocket that is opened again and again, with a full-jitter back-off. It knows no DOM:
// sockets, timers and chance come from outside.
export class Link {
  #state: LiveState = 'connecting';
  #socket: Socket | undefined;
  #isOpen = false;
  #greeted = false;
  #settled = false;
  #running = false;
  #attempt = 0;
  #cancelRetry = nothing;
  #cancelSilence = nothing;
  #cancelSettled = nothing;
  #cancelGap: Cancel[] = [];

  constructor(private readonly options: LinkOptions) {}

  get state(): LiveState {
    return this.#state;
  }

  get isGreeted(): boolean {
    return this.#greeted;
  }

  // `shown` until the daemon answers: a page that knows it to be away says so from the start.
  start(shown: 'connecting' | 'offline'): void {
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
    this.#drop();
    this.#show(state);
  }

  send(text: string): void {
    if (this.#isOpen) this.#socket?.send(text);
  }

  // The daemon answered the hello.
  greeted(): void {
    this.#greeted = true;
    this.#forgetGap();
    this.#show('live');
    this.#cancelSettled = this.options.after(timing.settled_ms, () => {
      this.#attempt = 0;
      this.#settled = true;
    });
  }

  // Something was sent that is to be answered; without any frame in this time the socket is dead.
  expectAnswer(patience_ms: number): void {
    const socket = this.#socket;
    this.#cancelSilence();
    if (socket === undefined) return;
    this.#cancelSilence = this.options.after(patience_ms, () => this.#lost(socket));
  }

  // It may be dead without knowing it, if it is not quite new.
  doubt(): void {
    if (this.#settled) this.reopen(0);
  }

  // Closes and opens again, not before so long.
  reopen(wait_ms: number): void {
    if (!this.#running || this.#socket === undefined) return;
    if (this.#greeted) this.#noteGap();
    this.#drop();
    this.#retryLater(wait_ms);
  }

  // The machine has no network: says so at once. What runs on this machine is found again.
  unplugged(): void {
    if (!this.#running) return;
    this.#cancelRetry();
    this.#drop();
    this.#forgetGap();
    this.#show('offline');
    this.#retryLater(0);
  }

  // Tries at once instead of waiting for the back-off: the machine woke up, the network is back.
  nudge(): void {
    if (!this.#running || this.#socket !== undefined) return;
    this.#attempt = 0;
    this.#cancelRetry();
    this.#connect();
  }

  #connect(): void {
    const socket = this.options.open();
    this.#socket = socket;
    this.#cancelSilence = this.options.after(timing.opening_ms, () => this.#lost(socket));
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      this.#isOpen = true;
      this.options.opened();
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket || typeof data !== 'string') return;
      this.#cancelSilence();
      this.options.received(data);
    };
    socket.onclose = () => this.#lost(socket);
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return;
    const wasGreeted = this.#greeted;
    this.#drop();
    if (!this.#running) return;
    if (wasGreeted) {
      this.#noteGap();
      this.#retryLater(0);
      return;
    }
    void this.options.probe().then((answer) => {
      if (!this.#running || this.#socket !== undefined) return;
      if (answer === 'signed_out') this.stop('signed_out');
      else this.#retryLater(0);
    });
  }

  #retryLater(least_ms: number): void {
    this.#cancelRetry();
    const wait_ms = least_ms + backoff(this.#attempt++, this.options.random());
    this.#cancelRetry = this.options.after(wait_ms, () => this.#connect());
  }

  #drop(): void {
    const socket = this.#socket;
    const wasOpen = this.#isOpen;
    this.#socket = undefined;
    this.#isOpen = false;
    this.#greeted = false;
    this.#settled = false;
    this.#cancelSilence();
    this.#cancelSettled();
    socket?.close();
    if (wasOpen) this.options.closed();
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
    this.options.shown(state);
  }
}
