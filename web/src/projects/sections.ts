// SPDX-License-Identifier: Apache-2.0
import type { Metric } from '../connection/types';

// Panels of a workspace in sections, by the part of the key before the first "/".

export interface Section {
  // Unique; also names what is folded away.
  readonly id: string;
  // '' when the keys have no prefix.
  readonly title: string;
  readonly kind: 'charts' | 'system' | 'media';
  readonly metrics: readonly Metric[];
}

const own = /^_(step|runtime|timestamp|wandb)/;

export function sectionsOf(
  metrics: readonly Metric[],
  search: string,
  compare: (a: string, b: string) => number,
): Section[] {
  const wanted = matcher(search);
  const charts = new Map<string, Metric[]>();
  const system: Metric[] = [];
  const media: Metric[] = [];
  for (const metric of metrics) {
    if (own.test(metric.name) || !wanted(metric.name)) continue;
    if (metric.stream === 'events') {
      if (metric.kind === 'number') system.push(metric);
    } else if (metric.kind === 'number') {
      const slash = metric.name.indexOf('/');
      const prefix = slash > 0 ? metric.name.slice(0, slash) : '';
      const section = charts.get(prefix);
      if (section === undefined) charts.set(prefix, [metric]);
      else section.push(metric);
    } else if (metric.kind !== 'text') {
      media.push(metric);
    }
  }
  const byName = (a: Metric, b: Metric): number => compare(a.name, b.name);
  const sections: Section[] = [...charts.keys()].sort(compare).map((title) => ({
    id: `charts:${title}`,
    title,
    kind: 'charts',
    metrics: (charts.get(title) ?? []).sort(byName),
  }));
  if (media.length > 0) {
    sections.push({ id: 'media', title: '', kind: 'media', metrics: media.sort(byName) });
  }
  if (system.length > 0) {
    sections.push({ id: 'system', title: '', kind: 'system', metrics: system.sort(byName) });
  }
  return sections;
}

// A regular expression when it is one, else plain text; case does not matter.
export function matcher(search: string): (name: string) => boolean {
  const text = search.trim();
  if (text === '') return () => true;
  try {
    const pattern = new RegExp(text, 'i');
    return (name) => pattern.test(name);
  } catch {
    const lower = text.toLowerCase();
    return (name) => name.toLowerCase().includes(lower);
  }
}

export interface Placed {
  readonly section: Section;
  // −1 is the heading, others are rows of panels.
  readonly row: number;
  readonly top: number;
  readonly height: number;
}

export interface Layout {
  readonly items: readonly Placed[];
  readonly height: number;
}

export interface Sizes {
  readonly columns: number;
  readonly panel_px: number;
  readonly heading_px: number;
  readonly gap_px: number;
}

// Where everything stands, so that only what is on show need be there.
export function layOut(
  sections: readonly Section[],
  folded: ReadonlySet<string>,
  sizes: Sizes,
): Layout {
  const items: Placed[] = [];
  let top = 0;
  for (const section of sections) {
    items.push({ section, row: -1, top, height: sizes.heading_px });
    top += sizes.heading_px;
    if (folded.has(section.id)) continue;
    const rows = Math.ceil(section.metrics.length / sizes.columns);
    for (let row = 0; row < rows; row++) {
      items.push({ section, row, top, height: sizes.panel_px });
      top += sizes.panel_px + sizes.gap_px;
    }
  }
  return { items, height: top };
}

export function onShow(layout: Layout, from: number, to: number): Placed[] {
  return layout.items.filter((item) => item.top < to && item.top + item.height > from);
}
