// SPDX-License-Identifier: Apache-2.0

// Which colour a run has. There are ten colours (tokens.css), each plain and with three dashes:
// forty slots. A run keeps its slot; runs shown together get different ones as long as they last.

export const coloursMax = 10;
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
export const slotsMax = coloursMax * dashes.length;

export interface Look {
  readonly slot: number;
  readonly colour: number; // 1 to 10, for --run-n
  readonly dash: readonly number[];
}

export function lookOf(slot: number): Look {
  const bounded = ((slot % slotsMax) + slotsMax) % slotsMax;
  return {
    slot: bounded,
    colour: (bounded % coloursMax) + 1,
    dash: dashes[Math.floor(bounded / coloursMax)] ?? [],
  };
}

// Ids of runs made one after the other differ by one, so neighbours start with different colours
// and a run has the same one on every visit.
function wish(run: number): number {
  return (run - 1) % coloursMax;
}

// Gives a slot to each run on show. `kept` has slots from before, also of runs not on show; the
// result holds all of them and the new ones. A run on show whose slot is taken by an earlier one
// gets the free one that is told apart best: another colour first, then another dash.
export function allocate(
  shown: readonly number[],
  kept: ReadonlyMap<number, number>,
): Map<number, number> {
  const slots = new Map(kept);
  const taken = new Set<number>();
  // Those that have been seen before come first: a run that joins takes nobody's colour away.
  const known = shown.filter((run) => kept.has(run));
  for (const run of [...known, ...shown.filter((each) => !kept.has(each))]) {
    const slot = slots.get(run) ?? wish(run);
    const given = taken.has(slot) ? free(slot, taken) : slot;
    slots.set(run, given);
    taken.add(given);
  }
  return slots;
}

function free(wished: number, taken: ReadonlySet<number>): number {
  for (let slot = 0; slot < slotsMax; slot++) if (!taken.has(slot)) return slot;
  return wished;
}
