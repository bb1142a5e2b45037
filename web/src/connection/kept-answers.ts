// SPDX-License-Identifier: Apache-2.0
import type { Keepable } from './keepable';

// Answers of the daemon that this device keeps for one person. The disk comes from outside.

export interface KeptAnswer {
  readonly at_ms: number;
  readonly body: string | ArrayBuffer;
  // Of a run table: its version, and the tables that go on from it, in order.
  readonly version: number;
  readonly later: readonly ArrayBuffer[];
}

export interface NewAnswer {
  readonly body: string | ArrayBuffer;
  readonly version: number;
  readonly at_ms: number;
}

export interface KeptEntry extends NewAnswer {
  readonly of: Keepable;
}

export interface AnswerShelf {
  put(entries: readonly KeptEntry[]): Promise<void>;
  find(key: string): Promise<KeptAnswer | undefined>;
  // Everything about the project, and what cannot be told to be about another one.
  removeProject(project: number): Promise<void>;
  clear(): Promise<void>;
  close(): void;
}

export interface KeptOptions {
  readonly open: (user: number) => Promise<AnswerShelf | undefined>;
  // Removes what is kept of everybody.
  readonly removeAll: () => Promise<void>;
  readonly after: (wait_ms: number, act: () => void) => () => void;
  readonly now: () => number;
  // Says of everything on show how old the oldest of it is; 0: nothing of it was kept.
  readonly aged: (oldest_ms: number) => void;
}

const write_ms = 200;
// Between two writes: what is live is answered anew several times a second.
const pause_ms = 5000;
const bytes_max = 8 << 20; // of one answer

export class KeptAnswers {
  // Whether what is kept may be shown: the daemon was heard of not too long ago.
  mayShow: () => Promise<boolean> = () => Promise.resolve(true);
  #user: number | undefined;
  #shelf: Promise<AnswerShelf | undefined> = Promise.resolve(undefined);
  #fresh = new Map<string, KeptEntry>();
  #timed = false;
  #written_ms = -Infinity;
  readonly #ages = new Map<string, number>();

  constructor(private readonly options: KeptOptions) {}

  // From now on this person's; undefined: nobody's.
  use(user: number | undefined): void {
    if (user === this.#user) return;
    const before = this.#shelf;
    void before.then((shelf) => shelf?.close());
    this.#user = user;
    this.#fresh.clear();
    this.#aged(() => this.#ages.clear());
    this.#shelf =
      user === undefined
        ? Promise.resolve(undefined)
        : this.options.open(user).catch(() => undefined);
  }

  keep(of: Keepable, answer: Omit<NewAnswer, 'at_ms'>): void {
    if (this.#ages.has(of.key)) this.#aged(() => this.#ages.delete(of.key));
    const { body } = answer;
    const bytes = typeof body === 'string' ? body.length : body.byteLength;
    if (this.#user === undefined || bytes > bytes_max) return;
    // Bytes are moved to the core by whoever asked for them.
    const own = typeof body === 'string' ? body : body.slice(0);
    const at_ms = this.options.now();
    this.#fresh.set(`${of.key} ${String(of.since)}`, { ...answer, body: own, at_ms, of });
    if (this.#timed) return;
    this.#timed = true;
    const since_ms = Math.max(0, at_ms - this.#written_ms);
    const wait_ms = Math.max(write_ms, pause_ms - since_ms);
    this.options.after(wait_ms, () => void this.flush());
  }

  // Ends when all that was kept is on the disk, as far as it has room.
  async flush(): Promise<void> {
    this.#timed = false;
    this.#written_ms = this.options.now();
    const entries = [...this.#fresh.values()];
    this.#fresh.clear();
    const shelf = await this.#shelf;
    if (entries.length > 0) await shelf?.put(entries).catch(() => undefined);
  }

  async find(of: Keepable): Promise<KeptAnswer | undefined> {
    if (of.since !== 0 || this.#user === undefined) return undefined;
    await this.flush();
    const user = this.#user;
    const shelf = await this.#shelf;
    if (shelf === undefined || !(await this.mayShow())) return undefined;
    const found = await shelf.find(of.key).catch(() => undefined);
    if (found === undefined || user !== this.#user) return undefined;
    this.#aged(() => this.#ages.set(of.key, found.at_ms));
    return found;
  }

  // Another screen is on show, or the daemon answers again.
  forgetAges(): void {
    this.#aged(() => this.#ages.clear());
  }

  // The person may not see the scope any more.
  async purge(scope: string): Promise<void> {
    const [kind = '', id = ''] = scope.split(':');
    if (kind === 'invites') return;
    const ofProject = kind === 'project' || kind === 'runs';
    this.#fresh.clear();
    const shelf = await this.#shelf;
    await (ofProject ? shelf?.removeProject(Number(id)) : shelf?.clear());
  }

  async forget(): Promise<void> {
    this.use(undefined);
    await this.options.removeAll();
  }

  #aged(change: () => void): void {
    change();
    this.options.aged(this.#ages.size === 0 ? 0 : Math.min(...this.#ages.values()));
  }
}
