// SPDX-License-Identifier: Apache-2.0
import type { Command, RunField, RunItem, RunRecord } from '../sync/types';

// What people ask of runs, to be laid over what the daemon answered about them.

// These fields of the row are newer than any answer.
export interface Wish {
  readonly row: RunRecord;
  readonly fields: ReadonlySet<RunField>;
  // Those that the daemon has not confirmed.
  readonly waits: ReadonlySet<RunField>;
}

// The fields that an answer about a run has as well.
export interface Editable {
  readonly display_name: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly stop_requested: boolean;
}

export function overlaid<Run extends Editable>(run: Run, wish: Wish | undefined): Run {
  if (wish === undefined) return run;
  const { row, fields } = wish;
  return {
    ...run,
    ...(fields.has('display_name') && { display_name: row.display_name ?? '' }),
    ...(fields.has('notes') && { notes: row.notes ?? '' }),
    ...(fields.has('tags') && { tags: row.tags ?? [] }),
    ...(fields.has('stop_requested') && { stop_requested: row.stop_requested ?? false }),
  };
}

// Whether the run is no longer in the project; 0 when it is not known which one that is.
export function leaves(wish: Wish, project = 0): boolean {
  if (wish.fields.has('deleted_at_ms') && wish.row.deleted_at_ms !== undefined) return true;
  return wish.fields.has('project') && wish.row.project !== project;
}

// What of a run a command is about.
export function fieldOf(command: Command): RunField | undefined {
  return Object.hasOwn(fields, command.do) ? fields[command.do as keyof typeof fields] : undefined;
}

const fields = {
  rename_run: 'display_name',
  note_run: 'notes',
  tag_run: 'tags',
  stop_run: 'stop_requested',
  delete_run: 'deleted_at_ms',
  restore_run: 'deleted_at_ms',
  move_run: 'project',
} as const satisfies Partial<Readonly<Record<Command['do'], RunField>>>;

interface Settled {
  readonly fields: ReadonlySet<RunField>;
  readonly row: RunRecord;
  readonly turn: number;
}

// Follows changes from the moment they are asked for until an answer has them. What is settled is
// kept until something is answered that was asked for afterwards, so that nothing flickers.
export class Wishes {
  #waiting: ReadonlyMap<number, RunItem> = new Map();
  readonly #settled = new Map<number, Settled>();
  #turn = 0;

  // Those that wait now; `rowNow` gives what became of another one that is known still. What was
  // refused is as the daemon answers it, not as it was known here. Gives the runs that have moved
  // now: what is known of them may be from where they were.
  follow(
    items: readonly RunItem[],
    rowNow: (run: number) => RunRecord | undefined,
    refused: (run: number, field: RunField) => boolean = () => false,
  ): readonly RunRecord[] {
    const moved: RunRecord[] = [];
    const now = new Map(items.map((item) => [item.run.id, item]));
    for (const [id, before] of this.#waiting) {
      const still = new Set(now.get(id)?.waits ?? []);
      const fields = before.waits.filter((field) => !still.has(field) && !refused(id, field));
      if (fields.length === 0) continue;
      const moves = fields.includes('project');
      const row = now.get(id)?.run ?? (moves ? before.run : (rowNow(id) ?? before.run));
      if (moves) moved.push(row);
      const earlier = this.#settled.get(id)?.fields ?? [];
      const all = new Set([...earlier, ...fields]);
      this.#settled.set(id, { fields: all, row, turn: ++this.#turn });
    }
    this.#waiting = now;
    return moved;
  }

  // Take it before asking the daemon.
  get turn(): number {
    return this.#turn;
  }

  // The daemon answered about these runs what was asked at that turn.
  answered(turn: number, concerned: (row: RunRecord) => boolean): void {
    for (const [id, { turn: settled, row }] of this.#settled)
      if (settled <= turn && concerned(row)) this.#settled.delete(id);
  }

  all(): ReadonlyMap<number, Wish> {
    const ids = new Set([...this.#settled.keys(), ...this.#waiting.keys()]);
    return new Map([...ids].map((id) => [id, this.#wish(id)]));
  }

  clear(): void {
    this.#settled.clear();
    this.#waiting = new Map();
  }

  // What is confirmed, as far as it is newer than answers.
  settled(id: number): Wish | undefined {
    const settled = this.#settled.get(id);
    return settled && { ...settled, waits: new Set() };
  }

  #wish(id: number): Wish {
    const waiting = this.#waiting.get(id);
    const settled = this.#settled.get(id);
    const row = waiting?.run ?? settled?.row;
    if (row === undefined) throw new Error('no such wish');
    const waits = new Set(waiting?.waits ?? []);
    return { row, waits, fields: new Set([...(settled?.fields ?? []), ...waits]) };
  }
}
