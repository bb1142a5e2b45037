// SPDX-License-Identifier: Apache-2.0
import uPlot from 'uplot';
import { axisText, durationIncrements, type AxisKind } from './axes';
import { paint, pointsInView, type Area, type Painted } from './paint';
import type { View } from './path';
import type { Range } from './ranges';
import type { ChartStyle } from './style';

// One chart: uPlot brings canvas, axes and scales; the curves are ours. It draws when told to and
// holds no data but what it was given last.

export interface FrameSetup {
  readonly width: number;
  readonly height: number;
  readonly kind: AxisKind;
  readonly logY: boolean;
  readonly style: ChartStyle;
}

export interface FrameContent {
  readonly curves: readonly Painted[];
  readonly x: Range;
  readonly y: Range;
  readonly smoothed: boolean;
  // Being panned or zoomed: many points are moved as a picture until they have settled.
  readonly moving?: boolean;
}

interface Picture {
  readonly canvas: OffscreenCanvas;
  readonly x: Range;
  readonly height: number;
}

// More points than can be painted in a small part of a frame.
const pictureFrom = 3000;

const tick_px = 4;

export class ChartFrame {
  readonly #plot: uPlot;
  #content: FrameContent = { curves: [], x: [0, 1], y: [0, 1], smoothed: false };
  #highlight: number | undefined;
  // The chart without highlight, while one is drawn on top.
  #base: OffscreenCanvas | undefined;
  #picture: Picture | undefined;

  constructor(
    host: HTMLElement,
    private readonly setup: FrameSetup,
  ) {
    this.#plot = new uPlot(
      this.#options(),
      [
        [0, 1],
        [0, 1],
      ],
      host,
    );
  }

  // Where curves are drawn, in CSS pixels within the host; pointer events go here.
  get over(): HTMLElement {
    return this.#plot.over;
  }
  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  show(content: FrameContent): void {
    this.#content = content;
    this.#base = undefined;
    if (content.moving !== true) this.#picture = undefined;
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: content.x[0], max: content.x[1] });
      this.#plot.setScale('y', { min: content.y[0], max: content.y[1] });
      // In the same round, so that it is drawn once: labels may need another width.
      this.#plot.redraw(false, true);
    });
  }

  resize(width: number, height: number): void {
    if (this.#plot.width === width && this.#plot.height === height) return;
    this.#base = undefined;
    this.#plot.setSize({ width, height });
  }

  // Draws one run again on top, thicker; undefined takes it away.
  highlight(run: number | undefined): void {
    if (run === this.#highlight) return;
    this.#highlight = run;
    this.#paintHighlight();
  }

  // From CSS pixels within `over` to values, and back.
  xAt(left: number): number {
    return this.#plot.posToVal(left, 'x');
  }
  leftOf(x: number): number {
    return this.#plot.valToPos(x, 'x');
  }
  topOf(y: number): number {
    return this.#plot.valToPos(y, 'y');
  }

  destroy(): void {
    this.#plot.destroy();
  }

  #options(): uPlot.Options {
    const { width, height, kind, logY, style } = this.setup;
    const font = `11px ${style.font}`;
    const axis: uPlot.Axis = {
      stroke: style.subtle,
      font,
      grid: { stroke: style.grid, width: 1 },
      ticks: { show: false, size: tick_px },
    };
    return {
      width,
      height,
      pxAlign: 1,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { auto: false, time: kind === 'time' },
        y: { auto: false, distr: logY ? 3 : 1 },
      },
      axes: [
        {
          ...axis,
          space: kind === 'number' ? 56 : 84,
          size: 20,
          gap: 2,
          grid: { show: false },
          ...(kind === 'duration' ? { incrs: [...durationIncrements] } : {}),
          values: (_, splits, __, ___, increment) =>
            splits.map((value) => axisText(kind, value, increment)),
        },
        {
          ...axis,
          gap: 6,
          space: 32,
          size: (plot, values) => axisWidth(plot, values),
          values: (_, splits, __, ___, increment) =>
            splits.map((value) => (value === null ? '' : yText(value, increment, logY))),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: { draw: [() => this.#draw()] },
    };
  }

  #draw(): void {
    if (!this.#drawPicture()) this.#paint(this.#plot.ctx, this.#content.curves, false);
    this.#base = undefined;
    this.#paintHighlight();
  }

  #paint(ctx: CanvasRenderingContext2D, curves: readonly Painted[], highlighted: boolean): void {
    const ratio = devicePixelRatio;
    const { smoothed } = this.#content;
    paint(ctx, curves, this.#view(), this.#area(), { ratio, smoothed, highlighted });
  }

  // While many points move: their picture, moved and stretched. False when it is to be painted.
  #drawPicture(): boolean {
    const { curves, moving, x } = this.#content;
    const area = this.#area();
    if (moving !== true || pointsInView(curves, x[0], x[1]) < pictureFrom) return false;
    const kept = this.#picture;
    const fits = kept?.height === area.height && covers(kept.x, x);
    const picture = fits ? kept : this.#makePicture();
    this.#picture = picture;
    const { ctx } = this.#plot;
    const scale = area.width / (x[1] - x[0]);
    const left = area.left + (picture.x[0] - x[0]) * scale;
    const width = (picture.x[1] - picture.x[0]) * scale;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.width, area.height);
    ctx.clip();
    ctx.drawImage(picture.canvas, left, area.top, width, area.height);
    ctx.restore();
    return true;
  }

  // The plot with half of its width more on both sides.
  #makePicture(): Picture {
    const { curves, x, smoothed } = this.#content;
    const { width, height } = this.#area();
    const half = (x[1] - x[0]) / 2;
    const range: Range = [x[0] - half, x[1] + half];
    const area = { left: 0, top: 0, width: width * 2, height };
    const canvas = new OffscreenCanvas(Math.max(1, area.width), Math.max(1, height));
    const ctx = canvas.getContext('2d');
    const options = { ratio: devicePixelRatio, smoothed, highlighted: false };
    if (ctx !== null) paint(ctx, curves, this.#viewOf(range, area), area, options);
    return { canvas, x: range, height };
  }

  #paintHighlight(): void {
    const ctx = this.#plot.ctx;
    const { width, height } = ctx.canvas;
    const found = this.#content.curves.filter((each) => each.curve.run === this.#highlight);
    if (this.#base !== undefined) {
      ctx.save();
      ctx.globalCompositeOperation = 'copy';
      ctx.drawImage(this.#base, 0, 0);
      ctx.restore();
    } else if (found.length > 0 && width > 0 && height > 0) {
      this.#base = new OffscreenCanvas(width, height);
      this.#base.getContext('2d')?.drawImage(ctx.canvas, 0, 0);
    }
    if (found.length > 0) this.#paint(ctx, found, true);
  }

  #area(): Area {
    return this.#plot.bbox;
  }

  // Maps without asking uPlot for every point.
  #view(): View {
    return this.#viewOf(this.#content.x, this.#plot.bbox);
  }

  #viewOf(x: Range, area: Area): View {
    const { y } = this.#content;
    const { left, top, width, height } = area;
    const xScale = width / (x[1] - x[0]);
    const toX = (value: number): number => left + (value - x[0]) * xScale;
    const bottom = top + height;
    if (this.setup.logY) {
      const from = Math.log10(y[0]);
      const scale = height / (Math.log10(y[1]) - from);
      const toY = (value: number): number => bottom - (Math.log10(value) - from) * scale;
      return { xMin: x[0], xMax: x[1], toX, toY };
    }
    const yScale = height / (y[1] - y[0]);
    return { xMin: x[0], xMax: x[1], toX, toY: (value) => bottom - (value - y[0]) * yScale };
  }
}

// A picture far larger than what is shown would be stretched to a blur.
function covers(picture: Range, x: Range): boolean {
  const width = x[1] - x[0];
  const sharp = picture[1] - picture[0] < 6 * width;
  return sharp && picture[0] <= x[0] + width / 50 && picture[1] >= x[1] - width / 50;
}

function yText(value: number, increment: number, log: boolean): string {
  return axisText('number', value, log ? value : increment);
}

// As wide as the longest label, in steps, so that neighbouring charts line up.
function axisWidth(plot: uPlot, values: string[] | null): number {
  if (values === null) return 40;
  const { ctx } = plot;
  const widest = Math.max(0, ...values.map((text) => ctx.measureText(text).width));
  return Math.max(36, Math.ceil((widest / devicePixelRatio + 14) / 8) * 8);
}
