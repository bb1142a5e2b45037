// SPDX-License-Identifier: Apache-2.0
import type { ConsoleMatches } from '../connection/types';

export interface Found {
  // In order of lines.
  readonly matches: readonly number[];
  // There may be others that are not listed.
  readonly more: boolean;
  readonly done: boolean;
}

export const matchesMax = 10_000;

// Searches a long text in parts: from line `start` to its end, then from its beginning to there, so
// that what is near is found first. Says after every part what is known.
export async function searchAround(
  ask: (first: number) => Promise<Pick<ConsoleMatches, 'matches' | 'more' | 'next'>>,
  start: number,
  show: (found: Found) => void,
): Promise<void> {
  const after: number[] = [];
  const before: number[] = [];
  let cut = false;

  // Goes on to the line `end`; false when enough was found.
  async function part(from: number, end: number, found: number[], last: boolean): Promise<boolean> {
    for (let first = from; ;) {
      const answer = await ask(first);
      found.push(...answer.matches.filter((line) => line < end));
      const next = answer.next ?? Infinity;
      const enough = after.length + before.length >= matchesMax;
      const through = next <= first || next >= end;
      cut = answer.more || (enough && !(through && last));
      const done = cut || (through && last);
      show({ matches: [...before, ...after], more: cut, done });
      if (cut) return false;
      if (through) return true;
      first = next;
    }
  }

  const goesOn = await part(start, Infinity, after, start === 0);
  if (goesOn && start > 0) await part(0, start, before, true);
}
