// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';
import { lastEntry, traceBand, traceLine, traceSpikes, window, type View } from './path';

// Draws curves on a canvas. Sizes are in device pixels; `ratio` of them make a CSS pixel.

export interface Painted {
  readonly curve: Curve;
  readonly colour: string;
  readonly dash: readonly number[];
  // The run goes on: its end is marked.
  readonly live: boolean;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PaintOptions {
  readonly ratio: number;
  // The line is a smoothed one: what was measured is drawn faintly behind it.
  readonly smoothed: boolean;
  readonly highlighted: boolean;
}

type Canvas = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

// Wider strokes are several times slower without a GPU, so only few curves get them.
const fewCurves = 24;
// Beyond so many points in view, bands and dashes only blur into each other and cost most of the
// time. Extremes that stick out still have their strokes.
export const crowdPoints = 24_000;

export function pointsInView(curves: readonly Painted[], xMin: number, xMax: number): number {
  let points = 0;
  for (const { curve } of curves) {
    const [first, end] = window(curve.x, xMin, xMax);
    points += end - first;
  }
  return points;
}

export function paint(
  ctx: Canvas,
  curves: readonly Painted[],
  view: View,
  area: Area,
  options: PaintOptions,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.lineJoin = 'round';
  const width = lineWidth(curves.length, options);
  const crowd = pointsInView(curves, view.xMin, view.xMax) > crowdPoints;
  if (!crowd) for (const each of curves) paintBand(ctx, each, view, options);
  for (const each of curves) {
    paintCurve(ctx, crowd ? { ...each, dash: [] } : each, view, width, options);
  }
  ctx.restore();
  // uPlot remembers what it set last, so nothing may be left changed.
  ctx.save();
  for (const each of curves) {
    paintMarks(ctx, each, view, area, options.ratio);
    if (each.live) paintEnd(ctx, each, view, area, options.ratio);
  }
  ctx.restore();
}

function lineWidth(curves: number, options: PaintOptions): number {
  if (options.highlighted) return 2.25 * options.ratio;
  return curves <= fewCurves ? 1.25 * options.ratio : Math.max(1, Math.floor(options.ratio));
}

function paintBand(ctx: Canvas, painted: Painted, view: View, options: PaintOptions): void {
  if (!painted.curve.together) return;
  ctx.beginPath();
  traceBand(painted.curve, view, ctx);
  ctx.globalAlpha = options.highlighted ? 0.22 : 0.14;
  ctx.fillStyle = painted.colour;
  ctx.fill();
  ctx.globalAlpha = 1;
}

function paintCurve(
  ctx: Canvas,
  painted: Painted,
  view: View,
  width: number,
  options: PaintOptions,
): void {
  const { curve, colour, dash } = painted;
  ctx.strokeStyle = colour;
  if (options.smoothed) {
    ctx.globalAlpha = 0.3;
    ctx.lineWidth = Math.max(1, options.ratio * 0.75);
    ctx.beginPath();
    traceLine(curve, curve.mean, view, ctx);
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  ctx.lineWidth = width;
  ctx.setLineDash(dash.map((length) => length * options.ratio));
  ctx.beginPath();
  traceLine(curve, curve.line, view, ctx);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineWidth = Math.min(width, 1.5 * options.ratio);
  ctx.beginPath();
  traceSpikes(curve, view, ctx);
  ctx.stroke();
}

// Values without a place on the axis stand at its edge: ▲ above, ▼ below, × for NaN.
function paintMarks(ctx: Canvas, painted: Painted, view: View, area: Area, ratio: number): void {
  const { markX, markKind } = painted.curve;
  const size = 3 * ratio;
  ctx.fillStyle = painted.colour;
  ctx.strokeStyle = painted.colour;
  ctx.lineWidth = ratio;
  for (let i = 0; i < markX.length; i++) {
    const at = markX[i] ?? 0;
    if (at < view.xMin || at > view.xMax) continue;
    const x = view.toX(at);
    const up = markKind[i] === 1;
    const y = up ? area.top + size : area.top + area.height - size;
    ctx.beginPath();
    if (markKind[i] === 0) {
      ctx.moveTo(x - size, y - size);
      ctx.lineTo(x + size, y + size);
      ctx.moveTo(x - size, y + size);
      ctx.lineTo(x + size, y - size);
      ctx.stroke();
      continue;
    }
    const tip = up ? -size : size;
    ctx.moveTo(x, y + tip);
    ctx.lineTo(x - size, y - tip);
    ctx.lineTo(x + size, y - tip);
    ctx.fill();
  }
}

function paintEnd(ctx: Canvas, painted: Painted, view: View, area: Area, ratio: number): void {
  const { curve } = painted;
  const last = lastEntry(curve);
  if (last < 0) return;
  const x = view.toX(curve.x[last] ?? 0);
  const y = view.toY(curve.line[last] ?? curve.mean[last] ?? 0);
  const outside = x < area.left || x > area.left + area.width || Number.isNaN(y);
  if (outside || y < area.top || y > area.top + area.height) return;
  ctx.fillStyle = painted.colour;
  ctx.globalAlpha = 0.25;
  dot(ctx, x, y, 6 * ratio);
  ctx.globalAlpha = 1;
  dot(ctx, x, y, 3 * ratio);
}

function dot(ctx: Canvas, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
