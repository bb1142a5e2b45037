// SPDX-License-Identifier: Apache-2.0
import type { Answer, Offer } from './messages';
import type { Verdict } from './types';

interface Act {
  readonly offer: Offer;
  readonly resolve: (verdict: Verdict) => void;
  // As the page foretold it.
  verdict?: Verdict;
}

// What was asked for on this page and is safe nowhere else.
export class Acts {
  readonly #all = new Map<string, Act>();

  constructor(private readonly changed: () => void) {}

  get any(): boolean {
    return this.#all.size > 0;
  }

  // Resolves when it is refused or safe.
  add(offer: Offer): Promise<Verdict> {
    return new Promise((resolve) => {
      this.#all.set(offer.id, { offer, resolve });
      this.changed();
    });
  }

  // Those that could not be foretold yet, in order.
  unknown(): readonly Offer[] {
    const unknown = [...this.#all.values()].filter(({ verdict }) => verdict === undefined);
    return unknown.map(({ offer }) => offer);
  }

  // Gives whether the command is to be offered.
  foretold(id: string, verdict: Verdict): boolean {
    const act = this.#all.get(id);
    if (act === undefined) return false;
    act.verdict = verdict;
    if (!verdict.accepted) this.#end(id, verdict);
    return verdict.accepted;
  }

  answered({ id, refused }: Answer): void {
    const verdict = refused ?? this.#all.get(id)?.verdict;
    if (verdict !== undefined) this.#end(id, verdict);
  }

  // Everything is to be foretold and offered once more, to whoever is there now.
  again(): void {
    for (const act of this.#all.values()) delete act.verdict;
  }

  clear(): void {
    this.#all.clear();
    this.changed();
  }

  #end(id: string, verdict: Verdict): void {
    this.#all.get(id)?.resolve(verdict);
    this.#all.delete(id);
    this.changed();
  }
}
