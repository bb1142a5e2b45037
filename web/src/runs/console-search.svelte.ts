// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { Pace } from '../charts/pace';
import type { RunPlace } from '../connection/api';
import { api } from '../connection/connection.svelte';

interface Wish {
  readonly text: string;
  readonly regex: boolean;
  // Changes when there may be more to find.
  readonly revision: number;
}

const again_ms = 2000;
const typing_ms = 120;
const matchesMax = 10_000;

// A search through the whole console, done by the daemon; here is where it is. Make it while a
// component is set up.
export class ConsoleSearch {
  matches = $state.raw<readonly number[]>([]);
  more = $state(false);
  busy = $state(false);
  error = $state.raw<unknown>();
  // Index into matches, −1 for none.
  at = $state(-1);
  #set: ReadonlySet<number> = new Set();
  #subject = '';
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #again = new Pace(() => void this.#ask(false), again_ms);

  constructor(
    private readonly place: RunPlace,
    private readonly wish: () => Wish,
    private readonly onreveal: (line: number) => void,
    private readonly from: () => number,
  ) {
    $effect(() => {
      const { text, regex } = wish();
      void wish().revision;
      untrack(() => this.#follow(text, regex));
    });
    $effect(() => () => {
      this.#again.stop();
      clearTimeout(this.#timer);
      this.#abort?.abort();
    });
  }

  get current(): number {
    return this.matches[this.at] ?? -1;
  }

  has(line: number): boolean {
    void this.matches;
    return this.#set.has(line);
  }

  step(by: number): void {
    const count = this.matches.length;
    if (count === 0) return;
    this.at = this.at < 0 ? this.#nearest() : (this.at + by + count) % count;
    this.onreveal(this.current);
  }

  #begin(): void {
    if (this.matches.length === 0) return;
    this.at = this.#nearest();
    this.onreveal(this.current);
  }

  #nearest(): number {
    const from = this.from();
    return Math.max(
      0,
      this.matches.findIndex((line) => line >= from),
    );
  }

  #follow(text: string, regex: boolean): void {
    const subject = `${String(regex)} ${text}`;
    if (subject === this.#subject) {
      if (text !== '' && this.error === undefined) this.#again.ask();
      return;
    }
    this.#subject = subject;
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.error = undefined;
    this.at = -1;
    if (text === '') {
      this.#show([], false);
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#ask(true), typing_ms);
  }

  async #ask(fresh: boolean): Promise<void> {
    const { text, regex } = this.wish();
    if (text === '') return;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      let found: readonly number[] = [];
      let first = 0;
      for (;;) {
        const answer = await api.searchConsole(this.place, text, regex, first, abort.signal);
        if (abort.signal.aborted) return;
        found = found.concat(answer.matches);
        const next = answer.next ?? first;
        const last = next <= first || found.length >= matchesMax;
        // The first finds are shown while the search goes on; a repeated one shows its end.
        if (fresh || last) this.#show(found, answer.more || (last && next > first));
        if (fresh && this.at < 0 && (last || found.length > 0)) this.#begin();
        if (last) break;
        first = next;
      }
      this.busy = false;
    } catch (cause) {
      if (abort.signal.aborted) return;
      this.#show([], false);
      this.error = cause;
      this.busy = false;
    }
  }

  #show(matches: readonly number[], more: boolean): void {
    this.#set = new Set(matches);
    this.matches = matches;
    this.more = more;
  }
}
