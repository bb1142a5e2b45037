// SPDX-License-Identifier: Apache-2.0
import { CoreError } from '../core/core';
import { commandId } from './journal';
import {
  lent_max,
  type Answer,
  type Batch,
  type Entry,
  type LentRun,
  type Offer,
} from './messages';
import type { Replica } from './replica';
import type { Verdict } from './types';

// The page's own replica: what the tab that leads told, and what was asked for here and is not
// among that yet. It answers at once.
export class Follower {
  // Asked for here, by id: the key under which this replica has it until it comes back.
  readonly #own = new Map<string, { readonly offer: Offer; key: string | undefined }>();
  // Runs that the page knew from elsewhere, newest last.
  #lent: readonly LentRun[] = [];

  constructor(
    private readonly replica: Replica,
    private readonly now: () => number,
  ) {
    replica.open('', '', []);
  }

  snapshot(entries: readonly Entry[]): void {
    this.replica.open(
      '',
      '',
      entries.map(([, text]) => text),
    );
    for (const run of this.#lent) this.replica.lendRun(run);
    this.#forgetOwn(entries);
    for (const own of this.#own.values()) own.key = this.#show(own.offer).key;
  }

  batch({ put, removed }: Batch): void {
    const texts = put.map(([, text]) => text);
    try {
      this.replica.follow(texts, removed);
    } catch (cause) {
      if (!(cause instanceof CoreError)) throw cause;
      this.#followSingly(texts, removed);
    }
    this.#forgetOwn(put);
  }

  // Shows what is asked for at once, unless it would be refused.
  offer(offer: Offer): Verdict {
    const { verdict, key } = this.#show(offer);
    if (verdict.accepted) this.#own.set(offer.id, { offer, key });
    return verdict;
  }

  // What is safe comes back with a batch, or has come back already.
  answered({ id, refused }: Answer): void {
    const key = this.#own.get(id)?.key;
    if (refused === undefined) return;
    this.#own.delete(id);
    if (key !== undefined) this.replica.follow([], [key]);
  }

  foretell(command: object): Verdict {
    try {
      return this.replica.foretell(command, this.now());
    } catch (cause) {
      if (!(cause instanceof CoreError)) throw cause;
      return { accepted: false, code: 'invalid' };
    }
  }

  // JSON text, undefined when there is no such view; a fault in the question is thrown.
  view(name: string, parameters: object): string | undefined {
    try {
      return this.replica.view(name, parameters, this.now());
    } catch (cause) {
      if (cause instanceof CoreError && cause.code === 'not_found') return undefined;
      throw cause;
    }
  }

  lend(run: LentRun): void {
    this.#lent = [...this.#lent.slice(1 - lent_max), run];
    this.replica.lendRun(run);
  }

  purge(scope: string): void {
    const ofScope = ({ project }: LentRun): boolean =>
      scope === `project:${String(project)}` || scope === `runs:${String(project)}`;
    this.#lent = this.#lent.filter((run) => !ofScope(run));
  }

  #show({ command, id, made_at_ms }: Offer): { verdict: Verdict; key: string | undefined } {
    try {
      const { verdict, effects } = this.replica.act(command, id, made_at_ms);
      const store = effects.find((effect) => effect.do === 'store');
      return { verdict, key: store?.put[0]?.[0] };
    } catch (cause) {
      if (!(cause instanceof CoreError)) throw cause;
      return { verdict: { accepted: false, code: 'invalid' }, key: undefined };
    }
  }

  #forgetOwn(entries: readonly Entry[]): void {
    if (this.#own.size === 0) return;
    for (const entry of entries) {
      const id = commandId(entry);
      if (id !== undefined) this.#own.delete(id);
    }
  }

  // A tab of a newer version leads, and some of it cannot be read here.
  #followSingly(texts: readonly string[], removed: readonly string[]): void {
    this.replica.follow([], removed);
    for (const text of texts) {
      try {
        this.replica.follow([text], []);
      } catch (cause) {
        if (!(cause instanceof CoreError)) throw cause;
      }
    }
  }
}
