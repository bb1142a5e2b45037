// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { Pace } from '../charts/pace';
import type { RunPlace } from '../connection/api';
import { api } from '../connection/connection.svelte';
import { searchAround, type Found } from './search-around';

interface Wish {
  readonly text: string;
  readonly regex: boolean;
  // Changes when there may be more to find.
  readonly revision: number;
}

const again_ms = 2000;
const typing_ms = 120;

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
      this.#show({ matches: [], more: false });
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#ask(true), typing_ms);
  }

  async #ask(fresh: boolean): Promise<void> {
    const { text, regex } = this.wish();
    if (text === '') return;
    // Somebody waits for the first answer; there will be news after it as well.
    if (!fresh && this.busy) return this.#again.ask();
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      await searchAround(
        (first) => api.searchConsole(this.place, text, regex, first, abort.signal),
        fresh ? this.from() : 0,
        (found) => {
          // A search that is repeated while the log grows shows only how it ends.
          if (!abort.signal.aborted && (fresh || found.done)) this.#show(found, fresh);
        },
      );
      if (!abort.signal.aborted) this.busy = false;
    } catch (cause) {
      if (abort.signal.aborted) return;
      this.#show({ matches: [], more: false });
      this.error = cause;
      this.busy = false;
    }
  }

  // The current find stays; when there was none and one is sought, the nearest becomes it.
  #show({ matches, more }: Pick<Found, 'matches' | 'more'>, seek = false): void {
    const current = this.current;
    this.#set = new Set(matches);
    this.matches = matches;
    this.more = more;
    this.at = current < 0 ? -1 : matches.indexOf(current);
    if (!seek || this.at >= 0 || matches.length === 0) return;
    this.at = this.#nearest();
    this.onreveal(this.current);
  }
}
