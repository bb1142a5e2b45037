// SPDX-License-Identifier: Apache-2.0

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

let shown = $state.raw<View>({ crumbs: [] });

export function view(): View {
  return shown;
}

// Call it while a screen is set up; it follows what `make` reads.
export function setView(make: () => View): void {
  $effect.pre(() => {
    shown = make();
  });
}
