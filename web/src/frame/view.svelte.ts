// SPDX-License-Identifier: Apache-2.0
import { Told } from './told.svelte';

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
const told = new Told<{ readonly number: number; readonly view: View }>();

// A screen can hold a part that tells something of its own, e.g. that nothing is there: the
// innermost counts, for as long as it is on show.
export function view(): View {
  const last = Math.max(...told.all.map(({ number }) => number));
  return told.all.find(({ number }) => number === last)?.view ?? nothing;
}

// Call it while a screen is set up; it follows what `make` reads.
export function setView(make: () => View): void {
  const number = ++numbers;
  told.tell(() => ({ number, view: make() }));
}
