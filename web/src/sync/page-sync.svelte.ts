// SPDX-License-Identifier: Apache-2.0
import { CoreError } from '../core/core';
import type { LiveState } from '../connection/live';
import { Follower } from './follower';
import type { Offer, ToPage, ToWorker } from './messages';
import type { Replica } from './replica';
import type { MeView, PendingItem, Verdict } from './types';

// The control plane, for screens: what they show of it and how they change it.
export interface Sync {
  readonly state: {
    // Something can be shown, from the disk or from the daemon.
    readonly ready: boolean;
    readonly connection: LiveState;
    // Commands the daemon has not answered, and those that it refused and nobody has read.
    readonly waiting: number;
    readonly refused: number;
    // Nothing is kept beyond this tab.
    readonly memoryOnly: boolean;
    readonly leader: boolean;
    // The daemon was not heard of for so long that what it said may not be shown.
    readonly leaseOver: boolean;
  };
  // By name and parameters, as wasm/views has it; null when there is nothing to be seen. Who reads
  // it in a $derived or a template is told when it may have changed.
  view<T>(name: string, parameters?: object): T | null;
  // What would become of the command; nothing is kept.
  foretell(command: object): Verdict;
  // Views show the command at once. Resolves when it is refused without being kept, or when it is
  // safe on this machine; what the daemon says of it later is in the view "pending".
  act(command: object): Promise<Verdict>;
  // A refused command was read.
  dismiss(number: number): void;
  // For what a command makes.
  freshId(): number;
  // The scope may not be shown any more: whatever was kept of it elsewhere is to be forgotten.
  onPurge(listener: (scope: string) => void): () => void;
  // A run that was fetched in another way, so that commands about it can be decided here. The row
  // is one of kind "run".
  lend(run: object): void;
}

export interface PageSurroundings {
  readonly post: (message: ToWorker) => void;
  readonly replica: (module: WebAssembly.Module) => Promise<Replica>;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly randomNumber: () => number; // whole, in [2^32, 2^52)
  // The session has ended or is another person's: ask the daemon whose it is.
  readonly askSession: () => void;
  readonly forgetDisks: () => Promise<void>;
  // Whether commands would be lost if the page went now.
  readonly holdPage: (hold: boolean) => void;
}

interface Act {
  readonly offer: Offer;
  readonly resolve: (verdict: Verdict) => void;
  // As foretold; undefined while there is nothing to foretell it with.
  verdict?: Verdict;
}

const alwaysShown: ReadonlySet<string> = new Set(['me', 'pending', 'catalogue']);
const renewals_max = 3;

export class PageSync implements Sync {
  // Counts changes of what can be seen.
  #version = $state(0);
  #connection = $state<LiveState>('connecting');
  #memoryOnly = $state(false);
  #leader = $state(false);
  #follower: Follower | undefined;
  #module: WebAssembly.Module | undefined;
  #user: number | undefined;
  // Counts starts and stops, so that nothing is taken that comes from before.
  #life = 0;
  // What came before the page's own replica was there.
  #early: ToPage[] = [];
  #views = new Map<string, unknown>();
  #viewsOf = -1;
  #renewals = 0;
  readonly #acts = new Map<string, Act>();
  readonly #purged = new Set<(scope: string) => void>();
  #forgetting: Promise<void> = Promise.resolve();

  readonly state: Sync['state'];

  constructor(private readonly around: PageSurroundings) {
    const pending = (): readonly PendingItem[] => this.view<PendingItem[]>('pending') ?? [];
    const connection = (): LiveState => this.#connection;
    const memoryOnly = (): boolean => this.#memoryOnly;
    const leader = (): boolean => this.#leader;
    const me = (): MeView | null => this.view<MeView>('me');
    this.state = {
      get ready() {
        return me() !== null;
      },
      get connection() {
        return connection();
      },
      get waiting() {
        return pending().filter(({ progress }) => progress !== 'refused').length;
      },
      get refused() {
        return pending().filter(({ progress }) => progress === 'refused').length;
      },
      get memoryOnly() {
        return memoryOnly();
      },
      get leader() {
        return leader();
      },
      get leaseOver() {
        return connection() !== 'live' && me()?.lease_over === true;
      },
    };
  }

  // `shown` until it is known how the connection is. The same person again changes nothing.
  async start(user: number, shown: 'connecting' | 'offline'): Promise<void> {
    if (this.#user === user) return;
    if (this.#user !== undefined) this.stop();
    this.#user = user;
    const life = ++this.#life;
    this.#connection = shown;
    await this.#forgetting;
    if (this.#life !== life) return;
    if (this.#module === undefined) this.around.post({ t: 'module' });
    else void this.#makeFollower(this.#module);
    this.around.post({ t: 'start', user, shown, life });
  }

  stop(connection: 'connecting' | 'signed_out' = 'connecting'): void {
    if (this.#user !== undefined) this.around.post({ t: 'stop' });
    this.#user = undefined;
    this.#life++;
    this.#follower = undefined;
    this.#early = [];
    this.#acts.clear();
    this.#connection = connection;
    this.#leader = false;
    this.#changed();
  }

  // Removes what this browser keeps of everybody.
  forget(): Promise<void> {
    this.stop();
    this.#forgetting = this.around.forgetDisks().catch(() => undefined);
    return this.#forgetting;
  }

  // Tries again at once: the network is back.
  nudge(): void {
    if (this.#user !== undefined) this.around.post({ t: 'nudge' });
  }

  // Another connection to the same daemon was found dead.
  doubt(): void {
    if (this.#user !== undefined) this.around.post({ t: 'doubt' });
  }

  // Views depend on the time as well.
  refresh(): void {
    this.#changed();
  }

  view<T>(name: string, parameters: object = {}): T | null {
    const version = this.#version;
    const follower = this.#follower;
    if (follower === undefined) return null;
    if (this.#viewsOf !== version) this.#views.clear();
    this.#viewsOf = version;
    const key = `${name} ${JSON.stringify(parameters)}`;
    if (!this.#views.has(key)) {
      if (!alwaysShown.has(name) && this.state.leaseOver) return null;
      this.#views.set(key, this.#whole(() => follower.view(name, parameters)) ?? null);
    }
    return this.#views.get(key) as T | null;
  }

  foretell(command: object): Verdict {
    void this.#version;
    const verdict = this.#whole(() => this.#follower?.foretell(command));
    return verdict ?? { accepted: false, code: 'forbidden', rule: 'not_signed_in' };
  }

  act(command: object): Promise<Verdict> {
    const { now, randomId } = this.around;
    const plain = $state.snapshot(command);
    const offer = { id: randomId(), command: plain, made_at_ms: now() };
    return new Promise((resolve) => {
      this.#acts.set(offer.id, { offer, resolve });
      this.#offer(offer.id);
      this.#hold();
    });
  }

  dismiss(number: number): void {
    if (this.#user !== undefined) this.around.post({ t: 'dismiss', number });
  }

  freshId(): number {
    return this.around.randomNumber();
  }

  onPurge(listener: (scope: string) => void): () => void {
    this.#purged.add(listener);
    return () => this.#purged.delete(listener);
  }

  lend(run: object): void {
    if (this.#user === undefined) return;
    const plain = $state.snapshot(run);
    this.#whole(() => this.#follower?.lend(plain));
    this.around.post({ t: 'lend', run: plain });
    this.#changed();
  }

  // `life` is the one that the worker was started with.
  receive(message: ToPage, life: number): void {
    if (message.t === 'module') {
      this.#module = message.module;
      if (this.#user !== undefined) void this.#makeFollower(message.module);
    } else if (life !== this.#life) {
      return;
    } else if (this.#follower === undefined) {
      this.#early.push(message);
    } else {
      this.#take(this.#follower, message);
    }
  }

  async #makeFollower(module: WebAssembly.Module): Promise<void> {
    const life = this.#life;
    const replica = await this.around.replica(module);
    if (this.#life !== life || this.#follower !== undefined) return;
    const follower = new Follower(replica, this.around.now);
    this.#follower = follower;
    for (const message of this.#early.splice(0)) this.#take(follower, message);
  }

  #take(follower: Follower, message: ToPage): void {
    switch (message.t) {
      case 'snapshot':
        this.#whole(() => follower.snapshot(message.entries));
        this.#changed();
        this.#offerAll();
        break;
      case 'batch':
        this.#whole(() => follower.batch(message.batch));
        this.#changed();
        this.#offerAll();
        break;
      case 'answer':
        this.#answered(follower, message.answer);
        break;
      case 'purge':
        for (const listener of [...this.#purged]) listener(message.scope);
        return;
      case 'connection':
        this.#connection = message.connection;
        this.#changed();
        if (message.connection === 'signed_out') this.around.askSession();
        return;
      case 'role':
        this.#leader = message.leads;
        this.#memoryOnly = message.memoryOnly;
        return;
      case 'ended':
        this.stop('signed_out');
        if (message.why === 'other_user') this.around.askSession();
        return;
      case 'module':
        return;
    }
    this.#changed();
  }

  #answered(follower: Follower, answer: Extract<ToPage, { t: 'answer' }>['answer']): void {
    this.#whole(() => follower.answered(answer));
    const act = this.#acts.get(answer.id);
    this.#acts.delete(answer.id);
    this.#hold();
    const verdict = answer.refused ?? act?.verdict;
    if (act !== undefined && verdict !== undefined) act.resolve(verdict);
  }

  // Offers what could not be foretold before, now that something is known.
  #offerAll(): void {
    for (const [id, act] of this.#acts) if (act.verdict === undefined) this.#offer(id);
  }

  #offer(id: string): void {
    const act = this.#acts.get(id);
    if (act === undefined || this.view('me') === null) return;
    const verdict = this.#whole(() => this.#follower?.offer(act.offer));
    if (verdict === undefined) return;
    act.verdict = verdict;
    if (verdict.accepted) {
      this.around.post({ t: 'offer', offer: act.offer });
    } else {
      this.#acts.delete(id);
      this.#hold();
      act.resolve(verdict);
    }
    this.#changed();
  }

  #hold(): void {
    this.around.holdPage(this.#acts.size > 0);
  }

  #changed(): void {
    this.#version++;
  }

  // What the follower gives. When its module broke, everything is asked for anew.
  #whole<T>(ask: () => T): T | undefined {
    try {
      return ask();
    } catch (cause) {
      if (cause instanceof CoreError) throw cause;
      const user = this.#user;
      if (user !== undefined && this.#renewals++ < renewals_max)
        queueMicrotask(() => this.#renew());
      this.#follower = undefined;
      return undefined;
    }
  }

  #renew(): void {
    const user = this.#user;
    if (user === undefined) return;
    for (const act of this.#acts.values()) delete act.verdict;
    const acts = [...this.#acts];
    const { connection } = this.state;
    this.stop(connection === 'signed_out' ? connection : 'connecting');
    for (const [id, act] of acts) this.#acts.set(id, act);
    void this.start(user, connection === 'offline' ? 'offline' : 'connecting');
  }
}
