// SPDX-License-Identifier: Apache-2.0
import { Pace } from '../charts/pace';
import type { RunPlace } from '../connection/api';
import { api } from '../connection/connection.svelte';
import type { ConsoleLine } from '../connection/types';

const pageLines = 500;
const pagesMax = 60;
const tail_ms = 250;
const wait_ms = 40;
// Lines beside those on show that are fetched with them.
const ahead = 150;
// Progress bars write over lines near the end.
const rewritten = 100;

interface Page {
  readonly lines: readonly (ConsoleLine | undefined)[];
  // As long as it was when it was fetched; it may have grown or been written over since.
  stale: boolean;
}

// The console of a run in pages. What is on show is fetched, the newest wish first; what was shown
// stays until something newer is there. Make it while a component is set up.
export class ConsolePages {
  error = $state.raw<unknown>();
  #total = 0;
  #revision = $state(0);
  readonly #pages = new Map<number, Page>();
  #wanted = { first: 0, end: 0 };
  #working = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #abort = new AbortController();
  readonly #tail = new Pace(() => void this.#work(), tail_ms);

  constructor(private readonly place: RunPlace) {
    $effect(() => () => {
      this.#abort.abort();
      this.#tail.stop();
      clearTimeout(this.#timer);
    });
  }

  line(index: number): ConsoleLine | undefined {
    void this.#revision;
    const page = this.#pages.get(Math.floor(index / pageLines));
    return page?.lines[index % pageLines];
  }

  want(first: number, end: number): void {
    this.#wanted = { first: Math.max(0, first - ahead), end: end + ahead };
    if (this.#timer !== undefined || this.#next() === undefined) return;
    // Someone who drags the scroll bar passes many pages; only where they are then is fetched.
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#work();
      },
      this.#pages.size === 0 ? 0 : wait_ms,
    );
  }

  // The console grew to this many lines, or its last lines changed.
  grown(total: number): void {
    const from = Math.max(0, Math.min(this.#total, total) - rewritten);
    this.#total = total;
    const first = Math.floor(from / pageLines);
    for (const [number, page] of this.#pages) if (number >= first) page.stale = true;
    this.#tail.ask();
  }

  retry(): void {
    this.error = undefined;
    void this.#work();
  }

  // All lines from `first` to before `end`, also those not on show.
  async read(first: number, end: number): Promise<ConsoleLine[]> {
    const lines: ConsoleLine[] = [];
    const pageMax = 5000;
    for (let at = first; at < end; at += pageMax) {
      const count = Math.min(pageMax, end - at);
      lines.push(...(await api.console(this.place, at, count, this.#abort.signal)).lines);
    }
    return lines;
  }

  #next(): number | undefined {
    const { first, end } = this.#wanted;
    const last = Math.min(end, this.#total) - 1;
    for (let page = Math.floor(first / pageLines); page * pageLines <= last; page++) {
      const there = this.#pages.get(page);
      if (there === undefined || there.stale) return page;
    }
    return undefined;
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let page = this.#next(); page !== undefined; page = this.#next())
        await this.#fetch(page);
      this.error = undefined;
    } catch (cause) {
      if (!this.#abort.signal.aborted) this.error = cause;
    }
    this.#working = false;
  }

  async #fetch(number: number): Promise<void> {
    const first = number * pageLines;
    const before = this.#pages.get(number);
    if (before !== undefined) before.stale = false;
    const answer = await api.console(this.place, first, pageLines, this.#abort.signal);
    const lines: (ConsoleLine | undefined)[] = [];
    for (const line of answer.lines) {
      if (line.number < first + pageLines) lines[line.number - first] = line;
    }
    const again = this.#pages.get(number)?.stale === true;
    this.#pages.delete(number);
    this.#pages.set(number, { lines, stale: again });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= pagesMax) break;
      this.#pages.delete(oldest);
    }
    this.#revision++;
  }
}
