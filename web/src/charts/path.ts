// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';

// Turns a curve into canvas paths: a line through its points, a band from low to high, and a stroke
// to every extreme that sticks out, so that a spike of one point among thousands is seen.

export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface View {
  readonly xMin: number;
  readonly xMax: number;
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

type Values = Float64Array | Float32Array;

// The entries in view, with one more on each side so that lines reach the edges.
export function window(x: Values, xMin: number, xMax: number): [first: number, end: number] {
  const first = lowerBound(x, xMin);
  const end = lowerBound(x, xMax, true);
  return [Math.max(0, first - 1), Math.min(x.length, end + 1)];
}

// Index of the first value >= wanted (or > wanted, when `after`).
export function lowerBound(x: Values, wanted: number, after = false): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = x[middle] ?? 0;
    if (value < wanted || (after && value === wanted)) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Index of the entry nearest in x, −1 for an empty curve. Gaps are passed over.
export function nearest(curve: Pick<Curve, 'x' | 'mean'>, x: number): number {
  const at = lowerBound(curve.x, x);
  let before = at - 1;
  let behind = at;
  while (before >= 0 && Number.isNaN(curve.mean[before])) before--;
  while (behind < curve.x.length && Number.isNaN(curve.mean[behind])) behind++;
  if (behind >= curve.x.length) return before;
  if (before < 0) return behind;
  return x - (curve.x[before] ?? 0) <= (curve.x[behind] ?? 0) - x ? before : behind;
}

// A line through the values; NaN is a gap. A point alone between gaps becomes a dot.
export function traceLine(curve: Pick<Curve, 'x'>, y: Values, view: View, sink: PathSink): void {
  const [first, end] = window(curve.x, view.xMin, view.xMax);
  let open = false;
  for (let i = first; i < end; i++) {
    const value = y[i] ?? NaN;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const px = view.toX(curve.x[i] ?? 0);
    const py = view.toY(value);
    if (open) {
      sink.lineTo(px, py);
      continue;
    }
    sink.moveTo(px, py);
    const alone = i + 1 >= end || Number.isNaN(y[i + 1] ?? NaN);
    if (alone) {
      sink.moveTo(px - 1, py);
      sink.lineTo(px + 1, py);
    }
    open = true;
  }
}

// The outline of the band, piece by piece between gaps; each piece is closed by its way back.
export function traceBand(curve: Curve, view: View, sink: PathSink): void {
  const [first, end] = window(curve.x, view.xMin, view.xMax);
  let from = first;
  while (from < end) {
    while (from < end && Number.isNaN(curve.mean[from])) from++;
    let to = from;
    while (to < end && !Number.isNaN(curve.mean[to])) to++;
    if (to - from > 1) tracePiece(curve, from, to, view, sink);
    from = to;
  }
}

function tracePiece(curve: Curve, from: number, to: number, view: View, sink: PathSink): void {
  sink.moveTo(view.toX(curve.x[from] ?? 0), view.toY(curve.high[from] ?? 0));
  for (let i = from + 1; i < to; i++) {
    sink.lineTo(view.toX(curve.x[i] ?? 0), view.toY(curve.high[i] ?? 0));
  }
  for (let i = to - 1; i >= from; i--) {
    sink.lineTo(view.toX(curve.x[i] ?? 0), view.toY(curve.low[i] ?? 0));
  }
}

// Whether there is a band to draw at all.
export function hasBand(curve: Curve): boolean {
  return curve.together;
}

const around = 2;
const sticksOut = 0.75;

// A stroke from the line to each extreme that leaves the band of its neighbours by more than
// three quarters of that band's height. In a steady noisy curve there are none.
export function traceSpikes(curve: Curve, view: View, sink: PathSink): void {
  if (!curve.together) return;
  const { high, low } = curve;
  const stroke = (i: number, extreme: number): void => {
    const px = view.toX(curve.x[i] ?? 0);
    sink.moveTo(px, view.toY(curve.mean[i] ?? 0));
    sink.lineTo(px, view.toY(extreme));
  };
  const [first, end] = window(curve.x, view.xMin, view.xMax);
  for (let i = first; i < end; i++) {
    const count = curve.count[i] ?? 0;
    if (count < 2) continue;
    let top = -Infinity;
    let bottom = Infinity;
    const from = Math.max(0, i - around);
    const to = Math.min(high.length - 1, i + around);
    for (let k = from; k <= to; k++) {
      if (k === i) continue;
      // Of a gap both are NaN, and no comparison holds.
      const [above, below] = [high[k] as number, low[k] as number];
      if (above > top) top = above;
      if (below < bottom) bottom = below;
    }
    if (top < bottom) continue;
    const margin = (top - bottom) * sticksOut;
    const [above, below] = [high[i] as number, low[i] as number];
    if (above > top + margin) stroke(i, above);
    if (below < bottom - margin) stroke(i, below);
  }
}

// The last entry that has a value, −1 when there is none.
export function lastEntry(curve: Pick<Curve, 'mean'>): number {
  let i = curve.mean.length - 1;
  while (i >= 0 && Number.isNaN(curve.mean[i])) i--;
  return i;
}
