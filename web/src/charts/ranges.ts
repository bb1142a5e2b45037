// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';
import { window } from './path';

export type Range = readonly [min: number, max: number];

// The range of x that all curves cover; undefined when none has points.
export function xExtent(curves: readonly Curve[]): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const curve of curves) {
    const first = curve.x[0];
    const last = curve.x[curve.x.length - 1];
    if (first === undefined || last === undefined) continue;
    // Buckets stand in their middle; their curve reaches from edge to edge.
    min = Math.min(min, first, Number.isFinite(curve.xMin) && !curve.exact ? curve.xMin : first);
    max = Math.max(max, last, Number.isFinite(curve.xMax) && !curve.exact ? curve.xMax : last);
  }
  if (min > max) return undefined;
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

// The range of y in view, bands included; undefined when nothing is in view.
export function yExtent(curves: readonly Curve[], x: Range): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const curve of curves) {
    const whole = curve.x.length > 0 && x[0] <= (curve.x[0] ?? 0) && x[1] >= (curve.x.at(-1) ?? 0);
    if (whole) {
      if (curve.yMin < min) min = curve.yMin;
      if (curve.yMax > max) max = curve.yMax;
      continue;
    }
    const [first, end] = window(curve.x, x[0], x[1]);
    for (let i = first; i < end; i++) {
      const at = curve.x[i] ?? 0;
      if (at < x[0] || at > x[1]) continue;
      const low = Math.min(curve.low[i] ?? NaN, curve.line[i] ?? NaN);
      const high = Math.max(curve.high[i] ?? NaN, curve.line[i] ?? NaN);
      if (low < min) min = low;
      if (high > max) max = high;
    }
  }
  return min > max ? undefined : [min, max];
}

// A little air around the values. A constant curve runs through the middle; curves that touch zero
// from one side keep zero as the edge.
export function withAir(range: Range, log: boolean): Range {
  const [min, max] = range;
  if (log) {
    const low = min > 0 ? min : Number.MIN_VALUE;
    const factor = max > low ? Math.pow(max / low, 0.04) : 2;
    return [low / factor, max * factor];
  }
  if (min === max) {
    const half = min === 0 ? 1 : Math.abs(min) * 0.1;
    return [min - half, max + half];
  }
  const air = (max - min) * 0.05;
  return [min >= 0 && min < air ? 0 : min - air, max <= 0 && max > -air ? 0 : max + air];
}

// Zooms around a place: factor < 1 comes nearer.
export function zoomAround(range: Range, at: number, factor: number): Range {
  return [at - (at - range[0]) * factor, at + (range[1] - at) * factor];
}

// Keeps a moved range inside of the whole one, with its width.
export function inside(range: Range, whole: Range): Range {
  const width = Math.min(range[1] - range[0], whole[1] - whole[0]);
  const min = Math.max(whole[0], Math.min(whole[1] - width, range[0]));
  return [min, min + width];
}

// What to ask the daemon for: the view and a margin, so that lines reach the edges and a small pan
// has something to show. Rounded outwards, so that nearby views share one answer.
export function askedRange(view: Range): Range {
  const width = view[1] - view[0];
  const step = Math.pow(2, Math.floor(Math.log2(width / 8)));
  return [
    Math.floor((view[0] - width / 8) / step) * step,
    Math.ceil((view[1] + width / 8) / step) * step,
  ];
}
