// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Metric } from '../../src/connection/types';
import { layOut, matcher, onShow, sectionsOf } from '../../src/projects/sections';

const metric = (name: string, more: Partial<Metric> = {}): Metric => ({
  name,
  stream: 'history',
  kind: 'number',
  runs: 1,
  x: '_step',
  ...more,
});
const compare = new Intl.Collator('en', { numeric: true }).compare;

test('keys stand in sections by their prefix, media and the system at the end', () => {
  const sections = sectionsOf(
    [
      metric('val/loss'),
      metric('val/acc'),
      metric('lr'),
      metric('_runtime'),
      metric('layer10/w'),
      metric('layer9/w'),
      metric('/odd'),
      metric('note', { kind: 'text' }),
      metric('samples', { kind: 'image-file' }),
      metric('gpu.0.temp', { stream: 'events' }),
    ],
    '',
    compare,
  );
  expect(sections.map((s) => [s.title, s.kind, s.metrics.map((m) => m.name)])).toEqual([
    ['', 'charts', ['/odd', 'lr']],
    ['layer9', 'charts', ['layer9/w']],
    ['layer10', 'charts', ['layer10/w']],
    ['val', 'charts', ['val/acc', 'val/loss']],
    ['', 'media', ['samples']],
    ['', 'system', ['gpu.0.temp']],
  ]);
});

test('a search is a regular expression when it can be', () => {
  expect(matcher('^VAL/')('val/loss')).toBe(true);
  expect(matcher('loss$')('val/loss2')).toBe(false);
  expect(matcher('a(b')('xa(by')).toBe(true);
  expect(matcher('  ')('anything')).toBe(true);
  expect(sectionsOf([metric('val/loss'), metric('lr')], 'loss', compare)).toHaveLength(1);
});

test('only what is on show is placed in the page', () => {
  const metrics = Array.from({ length: 5000 }, (_, i) => metric(`layer${String(i)}`));
  const sections = sectionsOf(metrics, '', compare);
  const sizes = { columns: 2, panel_px: 240, heading_px: 32, gap_px: 8 };
  const layout = layOut(sections, new Set(), sizes);
  expect(layout.items).toHaveLength(2501);
  expect(layout.height).toBe(32 + 2500 * 248);
  const shown = onShow(layout, 10_000, 10_900);
  expect(shown.length).toBeLessThan(6);
  expect(layOut(sections, new Set(['charts:']), sizes).items).toHaveLength(1);
});
