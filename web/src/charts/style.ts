// SPDX-License-Identifier: Apache-2.0
import { coloursMax } from './colours';

// What canvases need of the theme, read from the tokens. Read it again when theme() changes.
export interface ChartStyle {
  readonly background: string;
  readonly text: string;
  readonly subtle: string;
  readonly grid: string;
  readonly font: string;
  readonly runs: readonly string[]; // run colours 1 to 10 at 0 to 9
}

export function readStyle(): ChartStyle {
  const values = getComputedStyle(document.documentElement);
  const token = (name: string): string => values.getPropertyValue(name).trim();
  return {
    background: token('--bg'),
    text: token('--fg'),
    subtle: token('--subtle'),
    grid: token('--border'),
    font: token('--sans'),
    runs: Array.from({ length: coloursMax }, (_, i) => token(`--run-${String(i + 1)}`)),
  };
}
