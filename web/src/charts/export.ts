// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../core/curves';
import type { ShownRun } from './shown-runs';
import type { ChartStyle } from './style';

// A panel as a file.

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function fileName(title: string, ending: string): string {
  const plain = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${plain || 'panel'}.${ending}`;
}

const line_px = 18;

// The chart with its title above and the names of its runs below.
export async function picture(
  chart: HTMLCanvasElement,
  title: string,
  runs: readonly ShownRun[],
  style: ChartStyle,
): Promise<Blob | null> {
  const ratio = devicePixelRatio;
  const width = chart.width / ratio;
  const columns = Math.max(1, Math.floor(width / 220));
  const legend = Math.ceil(runs.length / columns) * line_px;
  const canvas = document.createElement('canvas');
  canvas.width = chart.width;
  canvas.height = chart.height + Math.round((32 + legend + 12) * ratio);
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  ctx.fillStyle = style.background;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(chart, 0, Math.round(32 * ratio));
  ctx.scale(ratio, ratio);
  ctx.fillStyle = style.text;
  ctx.font = `550 13px ${style.font}`;
  ctx.fillText(title, 12, 20);
  ctx.font = `12px ${style.font}`;
  runs.forEach((run, i) => {
    const left = 12 + (i % columns) * 220;
    const top = 32 + chart.height / ratio + 14 + Math.floor(i / columns) * line_px;
    ctx.fillStyle = style.runs[run.look.colour - 1] ?? style.text;
    ctx.fillRect(left, top - 9, 10, 10);
    ctx.fillStyle = style.text;
    ctx.fillText(run.name, left + 16, top, 196);
  });
  return new Promise((resolve) => canvas.toBlob(resolve));
}

function field(value: string | number): string {
  const text = String(value);
  // A text that a spreadsheet would take for a formula stays a text.
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(values: readonly (string | number)[]): string {
  return values.map(field).join(',') + '\n';
}

// Every drawn point of every run: one line each.
export function csv(
  metric: string,
  axis: string,
  curves: readonly Curve[],
  runs: ReadonlyMap<number, ShownRun>,
): string {
  let text = csvLine(['run', axis, metric, 'min', 'max', 'points']);
  for (const curve of curves) {
    const name = runs.get(curve.run)?.name ?? String(curve.run);
    for (let i = 0; i < curve.x.length; i++) {
      const [x = NaN, mean = NaN] = [curve.x[i], curve.mean[i]];
      const [low = NaN, high = NaN, count = 0] = [curve.low[i], curve.high[i], curve.count[i]];
      // One point alone is as exact as it came; extremes are kept in single precision.
      text += csvLine(
        count > 1 ? [name, x, mean, low, high, count] : [name, x, mean, mean, mean, 1],
      );
    }
  }
  return text;
}
