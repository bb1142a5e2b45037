// SPDX-License-Identifier: Apache-2.0
import type { Batch, Entry } from './messages';

// Of a page's disk, as far as it writes.
export interface Shelf {
  write(batch: Batch): Promise<void>;
}

interface Waiting {
  readonly batch: Batch;
  readonly ticket: number;
}

export interface JournalOptions {
  // Undefined: nothing is kept, and everything is as safe as it can be at once.
  readonly shelf: Shelf | undefined;
  // What was written, and the tickets that are safe now.
  readonly written: (batch: Batch, tickets: readonly number[]) => void;
  // The disk cannot be written to any more; from now on it goes on without.
  readonly failed: () => void;
}

// Writes in the order of asking. What is asked for during a write is put into the next one, so that
// many commands cost few of the disk's slow confirmations.
export class Journal {
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #shelf: Shelf | undefined;

  constructor(private readonly options: JournalOptions) {
    this.#shelf = options.shelf;
  }

  write(batch: Batch, ticket: number): void {
    this.#waiting.push({ batch, ticket });
    this.#writing ??= this.#run();
  }

  // Everything asked for so far is on the disk.
  async idle(): Promise<void> {
    await this.#writing;
  }

  async #run(): Promise<void> {
    // What the same turn asks for as well goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const all = this.#waiting;
      this.#waiting = [];
      const batch = together(all.map((each) => each.batch));
      await this.#put(batch);
      this.options.written(
        batch,
        all.map((each) => each.ticket),
      );
    }
    this.#writing = undefined;
  }

  async #put(batch: Batch): Promise<void> {
    if (this.#shelf === undefined) return;
    try {
      await this.#shelf.write(batch);
    } catch {
      this.#shelf = undefined;
      this.options.failed();
    }
  }
}

// One batch that does what these do one after the other.
export function together(batches: readonly Batch[]): Batch {
  const last = new Map<string, string | undefined>();
  for (const { put, removed } of batches) {
    for (const key of removed) last.set(key, undefined);
    for (const [key, text] of put) last.set(key, text);
  }
  const entries = [...last];
  return {
    put: entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
    removed: entries.filter(([, text]) => text === undefined).map(([key]) => key),
  };
}

// The id of the command that the entry is about, if it is about one.
export function commandId([key, text]: Entry): string | undefined {
  if (!key.startsWith('command/') && !key.startsWith('refused/')) return undefined;
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
