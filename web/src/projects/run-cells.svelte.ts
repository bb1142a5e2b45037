// SPDX-License-Identifier: Apache-2.0
import type { RunState } from '../connection/types';
import type { Cell } from '../core/frame';
import { wishesOfRuns } from '../runs/wished.svelte';
import type { RunField } from '../sync/types';
import type { ProjectRuns } from './project-runs.svelte';

// One run as the table shows it.
export interface RunLine {
  readonly id: number;
  readonly name: string; // the id in addresses
  readonly label: string;
  readonly state: RunState;
  readonly heartbeat_at_ms: number;
  readonly stopRequested: boolean;
  readonly author: string;
  // Shown and not confirmed.
  readonly waits: ReadonlySet<RunField>;
  readonly cells: ReadonlyMap<string, Cell>;
}

const nothing: ReadonlySet<RunField> = new Set();
const always = [
  'name',
  'display_name',
  'state',
  'heartbeat_at_ms',
  'stop_requested',
  'tags',
  'author',
];

// Lines of the runs that are asked for, following changes. A line that was there stays until its
// newer one comes. Make it while a component is set up.
export class RunCells {
  #lines = $state.raw<ReadonlyMap<number, RunLine>>(new Map());
  #asked = 0;

  constructor(
    private readonly data: ProjectRuns,
    wish: () => { readonly ids: readonly number[]; readonly columns: readonly string[] },
  ) {
    $effect(() => {
      void data.revision;
      const { ids, columns } = wish();
      void this.#load([...new Set(ids)], columns);
    });
  }

  get(id: number): RunLine | undefined {
    return this.#lines.get(id);
  }

  async #load(ids: readonly number[], columns: readonly string[]): Promise<void> {
    const asked = ++this.#asked;
    const names = [...new Set([...always, ...columns])];
    const frame = await this.data.rows(ids, names).catch(() => undefined);
    if (frame === undefined || asked !== this.#asked) return;
    const lines = new Map<number, RunLine>();
    const wishes = wishesOfRuns();
    ids.forEach((id, i) => {
      if (frame.cell('id', i) === undefined) return;
      const text = (name: string): string => String(frame.cell(name, i) ?? '');
      const wish = wishes.get(id);
      lines.set(id, {
        id,
        name: text('name'),
        label: text('display_name') || text('name'),
        state: text('state') as RunState,
        heartbeat_at_ms: Number(frame.cell('heartbeat_at_ms', i) ?? 0),
        stopRequested:
          wish?.fields.has('stop_requested') === true
            ? wish.row.stop_requested === true
            : frame.cell('stop_requested', i) === 1,
        author: text('author'),
        waits: wish?.waits ?? nothing,
        cells: new Map(names.map((name) => [name, frame.cell(name, i)])),
      });
    });
    this.#lines = lines;
  }
}
