// SPDX-License-Identifier: Apache-2.0
import { onDestroy, untrack } from 'svelte';

// What the screen on show tells the frame around it.

export interface Crumb {
  readonly label: string;
  readonly href?: string;
}

export interface ViewTab {
  readonly label: string;
  readonly href: string;
  readonly current: boolean;
}

export interface View {
  // Of the browser tab; the last crumb when left out.
  readonly title?: string;
  readonly crumbs: readonly Crumb[];
  readonly tabs?: readonly ViewTab[];
  // Shown in the title and the icon of the browser tab.
  readonly status?: 'idle' | 'running' | 'failed';
}

const nothing: View = { crumbs: [] };
let numbers = 0;
let told = $state.raw<ReadonlyMap<number, View>>(new Map());

// A screen can hold a part that tells something of its own, e.g. that nothing is there: the
// innermost counts, for as long as it is on show.
export function view(): View {
  return told.get(Math.max(...told.keys())) ?? nothing;
}

// Call it while a screen is set up; it follows what `make` reads.
export function setView(make: () => View): void {
  const number = ++numbers;
  $effect.pre(() => {
    const now = make();
    untrack(() => (told = new Map(told).set(number, now)));
  });
  onDestroy(() => {
    const rest = new Map(told);
    rest.delete(number);
    told = rest;
  });
}
