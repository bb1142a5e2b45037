// SPDX-License-Identifier: Apache-2.0
import type { Core } from '../core/core';
import { leaves, type Wish } from '../runs/wishes';

interface Texts {
  readonly display_name: string;
  readonly notes: string;
  readonly tags: string; // JSON list
}

const columns = ['display_name', 'notes', 'tags'] as const;

// Lays wishes over the run table of the core, so that what it finds, sorts and shows has them.
export class Amendments {
  // Runs of the table that are not there any more.
  gone: ReadonlySet<number> = new Set();
  readonly #before = new Map<number, Texts>();

  constructor(private readonly core: () => Pick<Core, 'runRows' | 'setCells'>) {}

  // What the daemon answered, of a run that is amended.
  before(id: number): Texts | undefined {
    return this.#before.get(id);
  }

  // The table is as the daemon answered it. The core takes requests in order.
  undo(): void {
    for (const [id, texts] of this.#before) void this.core().setCells(id, { ...texts });
    this.#before.clear();
    this.gone = new Set();
  }

  // `project` is the one whose table it is.
  async apply(wishes: ReadonlyMap<number, Wish>, project?: number): Promise<void> {
    if (wishes.size === 0) return;
    const ids = [...wishes.keys()];
    const frame = await this.core().runRows(Float64Array.from(ids), columns);
    const gone = new Set<number>();
    ids.forEach((id, i) => {
      const wish = wishes.get(id);
      if (wish === undefined || frame.cell('id', i) === undefined) return;
      if (leaves(wish, project)) gone.add(id);
      const text = (name: string): string => String(frame.cell(name, i) ?? '');
      const texts = {
        display_name: text('display_name'),
        notes: text('notes'),
        tags: text('tags'),
      };
      this.#before.set(id, texts);
      void this.core().setCells(id, amended(texts, wish));
    });
    this.gone = gone;
  }
}

function amended(texts: Texts, { row, fields }: Wish): Record<string, string> {
  return {
    display_name: fields.has('display_name') ? (row.display_name ?? '') : texts.display_name,
    notes: fields.has('notes') ? (row.notes ?? '') : texts.notes,
    tags: fields.has('tags') ? JSON.stringify(row.tags ?? []) : texts.tags,
  };
}
