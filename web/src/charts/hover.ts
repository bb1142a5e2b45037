// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';
import { nearest } from './path';

// What stands at one place of the x axis.
export interface HoverRow {
  readonly run: number;
  readonly x: number;
  readonly value: number; // as measured; the mean when points are put together
  readonly line: number; // as drawn
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly distance: number; // from the pointer, in pixels
}

// Farther than this from any of its points, a curve has nothing to say, unless the place is
// between two of them.
const reach_px = 24;

// The curves at `x`, those nearest to the pointer first.
export function rowsAt(
  curves: readonly Curve[],
  x: number,
  top: number,
  leftOf: (x: number) => number,
  topOf: (y: number) => number,
): HoverRow[] {
  const rows: HoverRow[] = [];
  for (const curve of curves) {
    const i = nearest(curve, x);
    if (i < 0) continue;
    const at = curve.x[i] ?? 0;
    const outside = x < (curve.x[0] ?? 0) || x > (curve.x[curve.x.length - 1] ?? 0);
    if (outside && Math.abs(leftOf(at) - leftOf(x)) > reach_px) continue;
    const value = curve.mean[i] ?? NaN;
    const line = curve.line[i] ?? NaN;
    const low = curve.low[i] ?? value;
    const high = curve.high[i] ?? value;
    const places = [line, low, high].map((y) => Math.abs(topOf(y) - top));
    const count = curve.count[i] ?? 1;
    rows.push({
      run: curve.run,
      x: at,
      value,
      line,
      low,
      high,
      count,
      distance: Math.min(...places),
    });
  }
  return rows.sort((a, b) => a.distance - b.distance);
}
