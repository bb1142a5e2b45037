// SPDX-License-Identifier: Apache-2.0
import type { Person, WhoCanItem } from '../sync/types';

export interface ReadersChange {
  readonly gain: readonly Person[];
  readonly loss: readonly Person[];
}

// Who may and who may no longer, when what is at the one place goes to the other.
export function readersChange(
  from: readonly WhoCanItem[],
  to: readonly WhoCanItem[],
): ReadersChange {
  return { gain: without(to, from), loss: without(from, to) };
}

function without(these: readonly WhoCanItem[], those: readonly WhoCanItem[]): Person[] {
  const others = new Set(those.filter((one) => one.decision.allowed).map((one) => one.user.id));
  return these
    .filter((one) => one.decision.allowed && !others.has(one.user.id))
    .map((one) => one.user);
}
