// SPDX-License-Identifier: Apache-2.0
import type { PanelMetric } from '../charts/shown-runs';
import type { Metric } from '../connection/types';

// What is on the x axis of one panel: the view's choice, or what the metric was logged against.
// System metrics have no steps, so there a step becomes time since the start.
export function panelMetric(metric: Metric, wanted: string): PanelMetric {
  const { name, stream } = metric;
  const logged = wanted === '' ? metric.x : wanted;
  if (stream === 'history') return { name, stream, x: logged === '' ? '_step' : logged };
  return { name, stream, x: logged === '_timestamp' ? '_timestamp' : '_runtime' };
}
