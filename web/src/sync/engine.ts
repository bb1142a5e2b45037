// SPDX-License-Identifier: Apache-2.0
import { Link, type LinkOptions, type LiveState } from '../connection/link';
import { CoreError } from '../core/core';
import { Aside } from './aside';
import { commandId, Journal, type Shelf } from './journal';
import { afterLease } from './lease';
import type { Answer, Batch, Entry, LentRun, Offer, Told } from './messages';
import type { Effects, Replica } from './replica';

export interface EngineOptions {
  readonly user: number;
  readonly replica: Replica;
  // Of the disk, and what is on it; undefined keeps everything in memory only.
  readonly shelf: Shelf | undefined;
  readonly entries: readonly Entry[];
  readonly socket: Pick<LinkOptions, 'open' | 'probe' | 'after' | 'random'>;
  readonly now: () => number;
  readonly randomId: () => string;
  // To every tab, this one included.
  readonly tell: (told: Told) => void;
  readonly diskFailed: () => void;
  // Somebody else is signed in by now.
  readonly otherUser: () => void;
  // The module broke and lost what it had; the engine has stopped.
  readonly broke: () => void;
}

const hello_ms = 10_000;
const listened_max = 8;
const push_ms = 30_000; // for many commands over a slow network
// After half an hour without a word, or a bit less, the daemon is greeted anew: what may be shown
// without it counts from when it was last heard.
export const quiet_ms = 30 * 60_000;

// Leads: does what the replica asks for. What is told was written before.
export class Engine {
  // What is kept, for a page that starts.
  readonly entries: readonly Entry[];
  readonly #replica: Replica;
  readonly #link: Link;
  readonly #journal: Journal;
  // Of the commands on the disk, by key.
  readonly #ids = new Map<string, string>();
  readonly #aside = new Aside();
  // Those on their way to the disk, by ticket.
  readonly #keeping = new Map<number, string>();
  // Scopes of runs that are listened to, the one that was looked at last at the end.
  readonly #listened = new Set<string>();
  #stopped = false;
  #cancelQuiet: () => void = () => undefined;

  constructor(private readonly options: EngineOptions) {
    this.#replica = options.replica;
    this.#journal = new Journal({
      shelf: options.shelf,
      written: (batch, tickets) => this.#guard(() => this.#written(batch, tickets)),
      failed: () => options.diskFailed(),
    });
    this.#link = new Link({
      ...options.socket,
      opened: () => this.#guard(() => this.#hello()),
      received: (text) => this.#guard(() => this.#received(text)),
      closed: () => {
        this.#cancelQuiet();
        this.#guard(() => this.#replica.disconnected());
      },
      shown: (connection) => options.tell({ t: 'connection', connection }),
    });
    this.entries = this.#open();
  }

  get connection(): LiveState {
    return this.#link.state;
  }

  start(shown: 'connecting' | 'offline'): void {
    this.#link.start(shown);
    this.options.tell({ t: 'connection', connection: this.#link.state });
  }

  // Ends when nothing is being written any more.
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelQuiet();
    this.#link.stop();
    await this.#journal.idle();
  }

  // Answers once the command is safe, also when it was offered before, perhaps to another tab.
  offer({ id, command, made_at_ms }: Offer): void {
    this.#guard(
      () => {
        if ([...this.#keeping.values()].includes(id)) return;
        if ([...this.#ids.values()].includes(id)) return this.#answer({ id });
        const { verdict, effects } = this.#replica.act(command, id, made_at_ms);
        if (!verdict.accepted) return this.#answer({ id, refused: verdict });
        for (const effect of effects)
          if (effect.do === 'store') this.#keeping.set(effect.ticket, id);
        this.#perform(effects);
      },
      () => this.#answer({ id, refused: { accepted: false, code: 'invalid' } }),
    );
  }

  dismiss(number: number): void {
    this.#guard(() => this.#perform(this.#replica.dismiss(number)));
  }

  lend(run: LentRun): void {
    this.#guard(() => {
      this.#replica.lendRun(run);
      this.#listen(`runs:${String(run.project)}`);
    });
  }

  // Who lends a run looks at it: what changes about the runs of its project is to be heard, of the
  // projects that were looked at last.
  #listen(scope: string): void {
    const known = this.#listened.delete(scope);
    this.#listened.add(scope);
    if (!known) this.#perform(this.#replica.subscribe(scope));
    const [oldest] = this.#listened;
    if (this.#listened.size <= listened_max || oldest === undefined) return;
    this.#listened.delete(oldest);
    this.#perform(this.#replica.unsubscribe(oldest));
  }

  nudge(): void {
    this.#link.nudge();
  }

  unplugged(): void {
    this.#link.unplugged();
  }

  doubt(): void {
    this.#link.doubt();
  }

  #open(): readonly Entry[] {
    const { options } = this;
    const { stays, goes } = afterLease(options.entries, options.now());
    const texts = stays.map(([, text]) => text);
    const places = this.#replica.open(options.randomId(), options.randomId(), texts);
    const unreadable = new Set(places.map((place) => stays[place]));
    for (const entry of stays) {
      const id = commandId(entry);
      if (unreadable.has(entry)) this.#aside.add(entry);
      else if (id !== undefined) this.#ids.set(entry[0], id);
    }
    if (goes.length > 0) this.#journal.write({ put: [], removed: goes }, 0);
    return stays;
  }

  #hello(): void {
    this.#link.expectAnswer(hello_ms);
    this.#perform(this.#replica.connected());
  }

  #received(text: string): void {
    const { after, random } = this.options.socket;
    this.#cancelQuiet();
    this.#cancelQuiet = after(quiet_ms * (1 - random() / 2), () => this.#link.reopen(0));
    const user = userOfHello(text);
    if (user !== undefined && user !== this.options.user) {
      void this.stop();
      this.options.otherUser();
      return;
    }
    let effects: Effects;
    try {
      effects = this.#replica.receive(text);
    } catch (cause) {
      // A daemon of another version: it or this page changes, sooner or later.
      if (!(cause instanceof CoreError)) throw cause;
      this.#link.reopen(0);
      return;
    }
    if (user !== undefined) this.#link.greeted();
    this.#perform(effects);
  }

  #written(batch: Batch, tickets: readonly number[]): void {
    for (const key of batch.removed) this.#ids.delete(key);
    for (const entry of batch.put) {
      const id = commandId(entry);
      if (id !== undefined) this.#ids.set(entry[0], id);
    }
    this.options.tell({ t: 'batch', batch });
    for (const ticket of tickets) {
      this.#perform(this.#replica.stored(ticket));
      const id = this.#keeping.get(ticket);
      this.#keeping.delete(ticket);
      if (id !== undefined) this.#answer({ id });
    }
  }

  #perform(effects: Effects): void {
    for (const effect of effects) {
      if (effect.do === 'send') this.#send(effect.frames);
      else if (effect.do === 'store') this.#store(effect, effect.ticket);
      else if (effect.do === 'purge') this.#purge(effect.scope);
      else if (effect.do === 'reconnect') this.#link.reopen(effect.wait_ms);
    }
  }

  #purge(scope: string): void {
    this.#listened.delete(scope);
    this.options.tell({ t: 'purge', scope });
  }

  #send(frames: readonly string[]): void {
    if (frames.some((frame) => frame.startsWith('{"t":"push"'))) this.#link.expectAnswer(push_ms);
    for (const frame of frames) this.#link.send(frame);
  }

  #store({ put, removed }: Batch, ticket: number): void {
    for (const [key] of put) {
      const moved = this.#aside.move(key, this.#ids.keys());
      if (moved !== undefined) this.#journal.write({ put: [moved], removed: [] }, 0);
    }
    this.#journal.write({ put, removed }, ticket);
  }

  #answer(answer: Answer): void {
    this.options.tell({ t: 'answer', answer });
  }

  // A request that the module does not understand fails alone; when the module broke, all ends.
  #guard(act: () => void, misunderstood: () => void = () => undefined): void {
    if (this.#stopped) return;
    try {
      act();
    } catch (cause) {
      if (cause instanceof CoreError) return misunderstood();
      void this.stop();
      this.options.broke();
    }
  }
}

// The daemon begins every frame with its kind.
function userOfHello(text: string): number | undefined {
  if (!text.startsWith('{"t":"hello_ok"')) return undefined;
  return (JSON.parse(text) as { user?: number }).user;
}
