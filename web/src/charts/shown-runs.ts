// SPDX-License-Identifier: Apache-2.0
import type { Look } from './colours';

// A run as charts show it.
export interface ShownRun {
  readonly id: number;
  readonly name: string;
  readonly look: Look;
  readonly live: boolean;
}

// What one panel draws.
export interface PanelMetric {
  readonly name: string;
  readonly stream: 'history' | 'events';
  readonly x: string;
}

// Names a panel in the address.
export function panelId(metric: Pick<PanelMetric, 'name' | 'stream'>): string {
  return metric.stream === 'events' ? `system:${metric.name}` : metric.name;
}
