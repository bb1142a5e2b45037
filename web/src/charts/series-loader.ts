// SPDX-License-Identifier: Apache-2.0
import { split } from './series-answer';

// Fetches curves for all panels on show. What panels miss in one moment is asked for together: one
// request per axis and range, not one per panel. What came is kept, so a panel that returns or a
// run that is shown again is there at once. It knows no DOM: requests and time come from outside.

export interface SeriesNeed {
  readonly project: number;
  readonly stream: 'history' | 'events';
  readonly key: string;
  readonly x: string;
  readonly range: readonly [number, number] | null;
  readonly points: number;
  readonly runs: readonly number[];
}

export interface SeriesRequest {
  readonly project: number;
  readonly stream: 'history' | 'events';
  readonly keys: readonly string[];
  readonly x: string;
  readonly range: readonly [number, number] | null;
  readonly points: number;
  readonly runs: readonly number[];
}

export interface LoaderOptions {
  readonly post: (request: SeriesRequest, signal: AbortSignal) => Promise<ArrayBuffer>;
  // Calls once, a moment later.
  readonly soon: (act: () => void) => void;
}

export const bounds = { keys: 200, runs: 100, keptBytes: 96 << 20 } as const;

interface Slot {
  bytes?: Uint8Array;
  stale: boolean;
  pending: boolean;
}

interface Entry {
  readonly group: string;
  readonly slots: Map<number, Slot>;
  used: number;
}

export class SeriesWatch {
  error: unknown;
  constructor(
    private readonly loader: SeriesLoader,
    public need: SeriesNeed,
    readonly onchange: () => void,
  ) {}

  // Series of the runs, as far as they are there.
  series(): Map<number, Uint8Array> {
    return this.loader.seriesOf(this.need);
  }
  complete(): boolean {
    return this.series().size === this.need.runs.length;
  }
  update(need: SeriesNeed): void {
    this.need = need;
    this.error = undefined;
    this.loader.changed();
  }
  retry(): void {
    this.update(this.need);
  }
  close(): void {
    this.loader.forget(this);
  }
}

interface Request {
  readonly entries: ReadonlySet<Entry>;
  readonly abort: AbortController;
}

export class SeriesLoader {
  readonly #entries = new Map<string, Entry>();
  readonly #watches = new Set<SeriesWatch>();
  readonly #requests = new Set<Request>();
  #planned = false;
  #clock = 0;

  constructor(private readonly options: LoaderOptions) {}

  watch(need: SeriesNeed, onchange: () => void): SeriesWatch {
    const watch = new SeriesWatch(this, need, onchange);
    this.#watches.add(watch);
    this.changed();
    return watch;
  }

  forget(watch: SeriesWatch): void {
    this.#watches.delete(watch);
    this.changed();
  }

  // Recorded data of these runs grew: what is kept of them is shown until newer comes.
  grown(runs: ReadonlySet<number>): void {
    for (const entry of this.#entries.values()) {
      for (const [run, slot] of entry.slots) if (runs.has(run)) slot.stale = true;
    }
    this.changed();
  }

  // Removes what is kept; what panels on show miss then is asked for again.
  forgetAll(): void {
    for (const request of this.#requests) request.abort.abort();
    this.#requests.clear();
    this.#entries.clear();
    this.changed();
  }

  changed(): void {
    if (this.#planned) return;
    this.#planned = true;
    this.options.soon(() => {
      this.#planned = false;
      this.#cancelUnwanted();
      this.#request();
    });
  }

  seriesOf(need: SeriesNeed): Map<number, Uint8Array> {
    const entry = this.#entry(need);
    const found = new Map<number, Uint8Array>();
    for (const run of need.runs) {
      const bytes = entry.slots.get(run)?.bytes;
      if (bytes !== undefined) found.set(run, bytes);
    }
    return found;
  }

  #entry(need: SeriesNeed): Entry {
    const group = [need.project, need.stream, need.x, need.range?.join('~'), need.points].join(' ');
    const key = `${group} ${need.key}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { group, slots: new Map(), used: 0 };
      this.#entries.set(key, entry);
    }
    entry.used = ++this.#clock;
    return entry;
  }

  #cancelUnwanted(): void {
    const wanted = new Set([...this.#watches].map((watch) => this.#entry(watch.need)));
    for (const request of this.#requests) {
      if ([...request.entries].some((entry) => wanted.has(entry))) continue;
      request.abort.abort();
      this.#requests.delete(request);
    }
  }

  #request(): void {
    // Panels that miss the same runs of the same group share a request.
    const together = new Map<string, { needs: Map<string, SeriesNeed>; runs: number[] }>();
    for (const watch of this.#watches) {
      if (watch.error !== undefined) continue;
      const entry = this.#entry(watch.need);
      const runs = watch.need.runs.filter((run) => {
        const slot = entry.slots.get(run);
        return slot === undefined || (slot.stale && !slot.pending);
      });
      for (let i = 0; i < runs.length; i += bounds.runs) {
        const part = runs.slice(i, i + bounds.runs);
        const name = `${entry.group} ${part.join(',')}`;
        const group = together.get(name) ?? { needs: new Map(), runs: part };
        group.needs.set(watch.need.key, watch.need);
        together.set(name, group);
      }
    }
    for (const { needs, runs } of together.values()) {
      const all = [...needs.values()];
      for (let i = 0; i < all.length; i += bounds.keys) {
        void this.#send(all.slice(i, i + bounds.keys), runs);
      }
    }
  }

  async #send(needs: readonly SeriesNeed[], runs: readonly number[]): Promise<void> {
    const [first] = needs;
    if (first === undefined) return;
    const entries = needs.map((need) => this.#entry(need));
    for (const entry of entries) {
      for (const run of runs) {
        const slot = entry.slots.get(run) ?? { stale: false, pending: true };
        slot.pending = true;
        slot.stale = false;
        entry.slots.set(run, slot);
      }
    }
    const request: Request = { entries: new Set(entries), abort: new AbortController() };
    this.#requests.add(request);
    const { project, stream, x, range, points } = first;
    const keys = needs.map((need) => need.key);
    let error: unknown;
    try {
      const body: SeriesRequest = { project, stream, keys, x, range, points, runs };
      const answer = await this.options.post(body, request.abort.signal);
      for (const series of split(answer)) this.#keep(entries[series.key], series.run, series.bytes);
    } catch (cause) {
      error = cause;
    }
    this.#finish(request, runs, error);
  }

  #keep(entry: Entry | undefined, run: number, bytes: Uint8Array): void {
    const slot = entry?.slots.get(run);
    // A copy, so that one answer is not kept alive by its last series.
    if (slot !== undefined) slot.bytes = bytes.slice();
  }

  #finish(request: Request, runs: readonly number[], error: unknown): void {
    this.#requests.delete(request);
    for (const entry of request.entries) {
      for (const run of runs) {
        const slot = entry.slots.get(run);
        if (slot === undefined) continue;
        slot.pending = false;
        if (slot.bytes === undefined) entry.slots.delete(run);
      }
    }
    const aborted = request.abort.signal.aborted;
    for (const watch of [...this.#watches]) {
      if (!request.entries.has(this.#entry(watch.need))) continue;
      if (error !== undefined && !aborted) watch.error = error;
      watch.onchange();
    }
    this.#dropOldest();
    this.changed();
  }

  #dropOldest(): void {
    const watched = new Set([...this.#watches].map((watch) => this.#entry(watch.need)));
    const bytesOf = (entry: Entry): number =>
      [...entry.slots.values()].reduce((sum, slot) => sum + (slot.bytes?.length ?? 0), 0);
    let kept = [...this.#entries.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
    const oldest = [...this.#entries].sort(([, a], [, b]) => a.used - b.used);
    for (const [key, entry] of oldest) {
      if (kept <= bounds.keptBytes) return;
      if (watched.has(entry)) continue;
      kept -= bytesOf(entry);
      this.#entries.delete(key);
    }
  }
}
