// SPDX-License-Identifier: Apache-2.0

// Where the pointer is, for all charts, and which run it means, for charts and tables alike.

export interface Crosshair {
  readonly x: number;
  readonly axis: string; // what is on the x axis; charts with another one show no line
}

let crosshair = $state.raw<Crosshair>();
let run = $state<number>();

export function crosshairNow(): Crosshair | undefined {
  return crosshair;
}
export function moveCrosshair(next: Crosshair | undefined): void {
  crosshair = next;
}

export function hoveredRun(): number | undefined {
  return run;
}
export function hoverRun(next: number | undefined): void {
  run = next;
}
