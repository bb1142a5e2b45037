// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { pendingView } from '../permissions/seen.svelte';
import { forgetWithPerson } from '../session/forgetting';
import { sync } from './sync.svelte';
import type { Command, PendingItem } from './types';

// What became of changes that waited for the server. Refused ones stay in the view "pending".

export interface Confirmed {
  readonly key: string;
  readonly command: Command;
  readonly at_ms: number;
}

const kept_max = 20;

// A change keeps its command and its time, but not its number, from the page to the disk.
const keyOf = ({ command, made_at_ms }: PendingItem): string =>
  `${String(made_at_ms)} ${JSON.stringify(command)}`;

// Follows what waits without a connection until it is confirmed.
export class Outcomes {
  #waited = new Map<string, PendingItem>();
  #confirmed: readonly Confirmed[] = [];

  // The last ones, newest first.
  get confirmed(): readonly Confirmed[] {
    return this.#confirmed;
  }

  follow(items: readonly PendingItem[], live: boolean, now_ms: number): void {
    const there = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, { command }] of this.#waited) {
      const item = there.get(key);
      if (item !== undefined && item.progress !== 'refused') continue;
      this.#waited.delete(key);
      if (item === undefined) this.#add({ key, command, at_ms: now_ms });
    }
    if (live) return;
    for (const [key, item] of there) if (item.progress !== 'refused') this.#waited.set(key, item);
  }

  #add(one: Confirmed): void {
    this.#confirmed = [one, ...this.#confirmed].slice(0, kept_max);
  }
}

let outcomes = new Outcomes();
let shown = $state.raw<readonly Confirmed[]>([]);

forgetWithPerson(() => {
  outcomes = new Outcomes();
  shown = [];
});

export function confirmedLately(): readonly Confirmed[] {
  return shown;
}

// Call it while a component is set up.
export function followOutcomes(): void {
  $effect(() => {
    if (!sync.state.ready) return;
    const items = pendingView();
    const live = sync.state.connection === 'live';
    untrack(() => {
      outcomes.follow(items, live, Date.now());
      if (shown !== outcomes.confirmed) shown = outcomes.confirmed;
    });
  });
}
