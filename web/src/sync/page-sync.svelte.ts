// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { CoreError } from '../core/core';
import type { LiveState } from '../connection/link';
import { Acts } from './acts';
import type { PageSurroundings, Sync } from './contract';
import { Follower } from './follower';
import type { LentRun, Offer, ToPage } from './messages';
import type { MeView, PendingItem, Verdict } from './types';
import { Views } from './views';

const alwaysShown: ReadonlySet<string> = new Set(['me', 'pending', 'overtaken', 'catalogue']);
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
  readonly #views = new Views();
  #changes = 0;
  #renewals = 0;
  readonly #acts: Acts;
  readonly #purged = new Set<(scope: string) => void>();
  #forgetting: Promise<void> = Promise.resolve();

  readonly state: Sync['state'];

  constructor(private readonly around: PageSurroundings) {
    this.#acts = new Acts(() => this.#hold());
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
    this.#end();
    this.#acts.clear();
    this.#connection = connection;
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

  // The machine has no network.
  unplugged(): void {
    if (this.#user !== undefined) this.around.post({ t: 'unplugged' });
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
    if (!alwaysShown.has(name) && this.state.leaseOver) return null;
    const ask = (): string | undefined => this.#whole(() => follower.view(name, parameters));
    return this.#views.get(`${name} ${JSON.stringify(parameters)}`, version, ask) as T | null;
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
    const verdict = this.#acts.add(offer);
    this.#offer(offer);
    return verdict;
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

  lend(run: LentRun): void {
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
        this.#whole(() => follower.answered(message.answer));
        this.#acts.answered(message.answer);
        break;
      case 'purge':
        follower.purge(message.scope);
        for (const listener of [...this.#purged]) listener(message.scope);
        return;
      case 'connection':
        this.#connection = message.connection;
        if (message.connection === 'signed_out') this.#signedOut();
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
    this.#hold();
  }

  // Offers what could not be foretold before, now that something is known.
  #offerAll(): void {
    for (const offer of this.#acts.unknown()) this.#offer(offer);
  }

  #offer(offer: Offer): void {
    if (untrack(() => this.view('me')) === null) return;
    const verdict = this.#whole(() => this.#follower?.offer(offer));
    if (verdict === undefined) return;
    if (this.#acts.foretold(offer.id, verdict)) this.around.post({ t: 'offer', offer });
    this.#changed();
  }

  #end(): void {
    if (this.#user !== undefined) this.around.post({ t: 'stop' });
    this.#user = undefined;
    this.#life++;
    this.#follower = undefined;
    this.#early = [];
    this.#leader = false;
    this.#changed();
  }

  #changed(): void {
    this.#version = ++this.#changes;
  }

  // What is kept nowhere else would go with the page.
  #hold(): void {
    const unsent = (): boolean => this.#memoryOnly && this.state.waiting > 0;
    this.around.holdPage(this.#acts.any || untrack(unsent));
  }

  // Whoever is signed in by now begins anew.
  #signedOut(): void {
    this.#end();
    this.#acts.again();
    this.#connection = 'signed_out';
    this.around.askSession();
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
    const shown = this.#connection === 'offline' ? 'offline' : 'connecting';
    this.#end();
    this.#acts.again();
    void this.start(user, shown);
  }
}
