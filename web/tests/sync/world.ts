// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Socket } from '../../src/connection/link';
import { CoreModule, coreImports } from '../../src/core/module';
import { Replica } from '../../src/sync/replica';

// What surrounds the engine, for tests: the real module, time and sockets that do as they are told.

const file = resolve(
  import.meta.dirname,
  '../..',
  process.env.ENSEMBLE_WASM ?? '../build/wasm/wasm/core.wasm',
);
export const compiled = new WebAssembly.Module(readFileSync(file));

// While `broken` says so, every call traps.
export function newReplica(broken = (): boolean => false): Replica {
  const module = new CoreModule(new WebAssembly.Instance(compiled, coreImports));
  return new Replica({
    call(op, parts) {
      if (broken()) throw new WebAssembly.RuntimeError('unreachable');
      return module.call(op, parts);
    },
  });
}

export class FakeClock {
  now_ms = 1_764_662_400_000;
  #timers: { at: number; act: () => void }[] = [];

  after = (wait_ms: number, act: () => void): (() => void) => {
    const timer = { at: this.now_ms + wait_ms, act };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  async pass(ms: number): Promise<void> {
    const end = this.now_ms + ms;
    for (;;) {
      await turn();
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now_ms = next.at;
      next.act();
    }
    this.now_ms = end;
    await turn();
  }
}

// Whatever is waiting for nothing but its turn has had it.
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export type Frame = Readonly<Record<string, unknown>>;

export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Frame[] = [];
  closed = false;
  heard: ((frame: Frame) => void) | undefined;

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    this.sent.push(frame);
    this.heard?.(frame);
  }
  close(): void {
    this.closed = true;
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  frames(type: string): Frame[] {
    return this.sent.filter((frame) => frame['t'] === type);
  }
}

export const ana = 9;
export const bob = 10;
export const team = 8;
export const project = 12;

const user = (id: number, name: string) => ({
  k: 'user',
  v: 1,
  id,
  name,
  kind: 'person',
  created_at_ms: 1,
});

const whole = (scope: string, to: number, ...put: object[]) => ({ scope, to, whole: true, put });

// Everything that ana may see.
export const everything = [
  whole(
    'instance',
    5,
    {
      k: 'settings',
      v: 1,
      users_create_teams: true,
      keys_allowed: true,
      invites_forbidden: false,
      private_only: false,
      teams_hidden: false,
      lease_hours: 336,
    },
    user(ana, 'ana'),
    user(bob, 'bob'),
  ),
  whole(`user:${String(ana)}`, 5, { k: 'account', v: 1, user: ana }),
  whole(
    `team:${String(team)}`,
    5,
    { k: 'team', v: 1, id: team, name: 'vision', created_at_ms: 1 },
    { k: 'member', v: 1, team, user: ana, role: { base: 'member' }, joined_at_ms: 1 },
  ),
  whole(`project:${String(project)}`, 5, {
    k: 'project',
    v: 1,
    id: project,
    team,
    name: 'digits',
    author: ana,
    visibility: 'team',
    created_at_ms: 1,
  }),
];

export const star = { do: 'star_project', project, on: true };
export const describe_ = (description: string) => ({
  do: 'describe_project',
  project,
  description,
});

interface Numbered {
  readonly seq: number;
  readonly id: string;
  readonly do: string;
  readonly description?: string;
}

// Answers as the daemon does, for commands about the one project. It forgets nothing by itself.
export class ScriptedDaemon {
  version = 5;
  epoch = 'e1';
  signedIn = ana;
  lease_hours = 336;
  // Reads pushes and says nothing.
  silent = false;
  // Refuses every command.
  strict = false;
  readonly decided = new Map<string, { version: number; refused: object | undefined }>();
  readonly descriptions: string[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly clients: string[] = [];

  constructor(private readonly clock: FakeClock) {}

  get last(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }

  // The socket that a page opens; it answers only once `accept` says so.
  open = (): FakeSocket => {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    socket.heard = (frame) => this.#hear(socket, frame);
    return socket;
  };

  accept(socket = this.last): void {
    socket.onopen?.();
  }

  #hear(socket: FakeSocket, frame: Frame): void {
    if (frame['t'] === 'hello') this.#hello(socket, frame);
    if (frame['t'] === 'push' && !this.silent) this.#push(socket, frame['commands'] as Numbered[]);
  }

  #hello(socket: FakeSocket, frame: Frame): void {
    this.clients.push(String(frame['client']));
    socket.say({
      t: 'hello_ok',
      proto: 2,
      user: this.signedIn,
      epoch: this.epoch,
      now_ms: this.clock.now_ms,
      last_seq: 0,
      lease_hours: this.lease_hours,
    });
    const known = frame['positions'] as unknown[] | undefined;
    if (known === undefined || known.length === 0) this.patch(socket, { scopes: everything });
  }

  patch(socket: FakeSocket, parts: object): void {
    socket.say({ t: 'patch', ...parts, last_seq: 0, now_ms: this.clock.now_ms });
  }

  #push(socket: FakeSocket, commands: readonly Numbered[]): void {
    const outcomes = commands.map((command) => {
      const { seq, id } = command;
      const before = this.decided.get(id);
      const refused = this.strict ? { code: 'forbidden', rule: 'role_lacks' } : undefined;
      const fate = before ?? { version: ++this.version, refused };
      this.decided.set(id, fate);
      if (before === undefined && refused === undefined && command.description !== undefined) {
        this.descriptions.push(command.description);
      }
      return { seq, id, version: fate.version, ...(fate.refused && { refused: fate.refused }) };
    });
    this.patch(socket, { outcomes });
  }
}
