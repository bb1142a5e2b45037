// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../../src/core/curves';
import type { PathSink, View } from '../../src/charts/path';

// A curve from plain numbers; low and high are the values themselves unless given.
export function curveOf(
  y: readonly number[],
  more: Partial<Curve> & { low?: Float32Array; high?: Float32Array } = {},
): Curve {
  const finite = y.filter(Number.isFinite);
  return {
    run: 1,
    key: 0,
    exact: true,
    together: false,
    points: y.length,
    notFinite: y.length - finite.length,
    dropped: 0,
    xMin: 0,
    xMax: Math.max(0, y.length - 1),
    yMin: Math.min(...finite),
    yMax: Math.max(...finite),
    x: Float64Array.from(y, (_, i) => i),
    mean: Float64Array.from(y),
    low: Float32Array.from(y),
    high: Float32Array.from(y),
    line: Float32Array.from(y),
    count: Uint32Array.from(y, () => 1),
    markX: new Float64Array(),
    markKind: new Uint32Array(),
    ...more,
  };
}

// One pixel per unit.
export const plainView = (xMin: number, xMax: number): View => ({
  xMin,
  xMax,
  toX: (x) => x,
  toY: (y) => y,
});

export class Recorded implements PathSink {
  readonly steps: string[] = [];
  moveTo(x: number, y: number): void {
    this.steps.push(`M${String(x)},${String(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.steps.push(`L${String(x)},${String(y)}`);
  }
  get text(): string {
    return this.steps.join(' ');
  }
}
