// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';
import { formatNumber } from '../languages/format';
import { t } from '../languages/language.svelte';
import { placeText, type AxisKind } from './axes';
import { xExtent } from './ranges';
import type { ShownRun } from './shown-runs';

export function axisName(x: string): string {
  if (x === '_step') return t('charts.step');
  if (x === '_runtime') return t('charts.relativeTime');
  return x === '_timestamp' ? t('charts.wallTime') : x;
}

// One sentence for people who do not see the chart.
export function summarySentence(
  name: string,
  curves: readonly Curve[],
  runs: ReadonlyMap<number, ShownRun>,
  x: string,
  kind: AxisKind,
): string {
  const extent = xExtent(curves);
  const drawn = curves.filter((curve) => !Number.isNaN(curve.yMin));
  if (extent === undefined || drawn.length === 0) return t('charts.summaryEmpty', { name });
  const lowest = drawn.reduce((a, b) => (b.yMin < a.yMin ? b : a));
  const highest = drawn.reduce((a, b) => (b.yMax > a.yMax ? b : a));
  return t('charts.summary', {
    name,
    n: drawn.length,
    axis: axisName(x),
    from: placeText(kind, extent[0]),
    to: placeText(kind, extent[1]),
    low: formatNumber(lowest.yMin),
    lowRun: runs.get(lowest.run)?.name ?? '',
    high: formatNumber(highest.yMax),
    highRun: runs.get(highest.run)?.name ?? '',
  });
}

// What the chart does not show as it is, in words.
export function notes(curves: readonly Curve[]): string[] {
  const sum = (of: (curve: Curve) => number): number =>
    curves.reduce((total, curve) => total + of(curve), 0);
  const found: string[] = [];
  const notFinite = sum((curve) => curve.notFinite);
  const dropped = sum((curve) => curve.dropped);
  if (notFinite > 0) found.push(t('charts.notFinite', { n: notFinite }));
  if (dropped > 0) found.push(t('charts.dropped', { n: dropped }));
  return found;
}
