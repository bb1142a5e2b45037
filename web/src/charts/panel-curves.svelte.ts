// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import type { DrawOptions } from '../core/core';
import type { Curve } from '../core/curves';
import { core } from '../core/start';
import { seriesLoader } from './loader.svelte';
import { Pace } from './pace';
import { join } from './series-answer';
import type { SeriesNeed, SeriesWatch } from './series-loader';

export interface PanelWish {
  readonly need: SeriesNeed;
  readonly options: DrawOptions;
}

const redraw_ms = 100; // at most ten times a second

// The curves of one panel, following what it wishes for and what comes. While finer buckets are on
// their way the coarser ones stay. Make it while a component is set up.
export class PanelCurves {
  curves = $state.raw<readonly Curve[]>([]);
  loading = $state(true);
  error = $state.raw<unknown>();
  #wish: PanelWish | undefined;
  #watch: SeriesWatch | undefined;
  #subject = '';
  #drawing = false;
  #again = false;
  readonly #pace = new Pace(() => void this.#draw(), redraw_ms);

  constructor(wish: () => PanelWish | undefined) {
    $effect(() => {
      const next = wish();
      untrack(() => this.#follow(next));
    });
    $effect(() => () => {
      this.#pace.stop();
      this.#watch?.close();
      this.#watch = undefined;
    });
  }

  retry(): void {
    this.error = undefined;
    this.loading = true;
    this.#watch?.retry();
  }

  #follow(wish: PanelWish | undefined): void {
    const before = this.#wish;
    this.#wish = wish;
    if (wish === undefined) return;
    const { need } = wish;
    const begun = this.#watch !== undefined;
    if (begun && sameWish(wish, before)) return;
    const subject = [need.project, need.stream, need.key, need.x].join(' ');
    if (subject !== this.#subject) {
      this.#subject = subject;
      this.curves = [];
      this.loading = true;
    }
    const shown = new Set(need.runs);
    if (this.curves.some((curve) => !shown.has(curve.run))) {
      this.curves = this.curves.filter((curve) => shown.has(curve.run));
    }
    if (this.#watch === undefined) this.#watch = seriesLoader.watch(need, () => this.#arrived());
    else if (!sameNeed(this.#watch.need, need)) this.#watch.update(need);
    void this.#draw();
  }

  #arrived(): void {
    this.error = this.#watch?.error;
    if (this.error !== undefined) this.loading = false;
    this.#pace.ask();
  }

  async #draw(): Promise<void> {
    if (this.#drawing) {
      this.#again = true;
      return;
    }
    const wish = this.#wish;
    const watch = this.#watch;
    if (wish === undefined || watch === undefined) return;
    const series = watch.series();
    const complete = series.size === wish.need.runs.length;
    if (!complete && (series.size === 0 || this.curves.length > series.size)) return;
    this.#drawing = true;
    const subject = this.#subject;
    try {
      const curves = await core().drawSeries(join([...series.values()]), wish.options);
      if (subject === this.#subject) {
        this.curves = curves;
        if (complete) this.loading = false;
      }
    } catch (cause) {
      this.error = cause;
      this.loading = false;
    }
    this.#drawing = false;
    if (this.#again) {
      this.#again = false;
      void this.#draw();
    }
  }
}

function sameWish(a: PanelWish, b: PanelWish | undefined): boolean {
  if (b === undefined || !sameNeed(a.need, b.need)) return false;
  const { smoothing, strength, logY, points, xSpan } = a.options;
  const other = b.options;
  return (
    smoothing === other.smoothing &&
    strength === other.strength &&
    logY === other.logY &&
    points === other.points &&
    xSpan === other.xSpan
  );
}

function sameNeed(a: SeriesNeed, b: SeriesNeed): boolean {
  return (
    a.project === b.project &&
    a.stream === b.stream &&
    a.key === b.key &&
    a.x === b.x &&
    a.points === b.points &&
    a.range?.[0] === b.range?.[0] &&
    a.range?.[1] === b.range?.[1] &&
    a.runs.length === b.runs.length &&
    a.runs.every((run, i) => run === b.runs[i])
  );
}
