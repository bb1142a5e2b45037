// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Metric } from '../../src/connection/types';
import { systemCharts } from '../../src/runs/system-metrics';

const metric = (name: string, stream: 'history' | 'events' = 'events'): Metric => ({
  name,
  stream,
  kind: 'number',
  runs: 1,
  x: '_runtime',
});

test('devices of one kind are lines of one chart, in their order', () => {
  const [chart] = systemCharts(
    ['system.gpu.10.gpu', 'system.gpu.2.gpu', 'system.gpu.0.gpu'].map((name) => metric(name)),
  );
  expect(chart).toMatchObject({ title: 'gpu', unit: '%', process: false });
  expect(chart?.lines.map((line) => line.device)).toEqual(['0', '2', '10']);
});

test('what only the script uses of a GPU is a chart of its own', () => {
  const charts = systemCharts([metric('system.gpu.0.temp'), metric('system.gpu.process.0.temp')]);
  expect(charts.map((chart) => [chart.title, chart.process])).toEqual([
    ['temperature', false],
    ['temperature', true],
  ]);
});

test('two directions are two lines', () => {
  const [chart] = systemCharts([metric('system.network.sent'), metric('system.network.recv')]);
  expect(chart?.title).toBe('network');
  expect(chart?.lines.map((line) => line.direction).sort()).toEqual(['in', 'out']);
});

test('paths of disks may have dots and slashes', () => {
  const [chart] = systemCharts([metric('system.disk./mnt/a.b.usagePercent')]);
  expect(chart).toMatchObject({ title: 'diskUsedPart', unit: '%' });
  expect(chart?.lines[0]?.device).toBe('/mnt/a.b');
});

test('machines of one run are told apart', () => {
  const charts = systemCharts([metric('system.cpu/l:node-1'), metric('system.cpu/l:node-2')]);
  expect(charts).toHaveLength(1);
  expect(charts[0]?.lines.map((line) => line.device)).toEqual(['node-1', 'node-2']);
});

test('an unknown metric is shown by its own name, last', () => {
  const charts = systemCharts([metric('system.tpu.0.duty'), metric('system.cpu')]);
  expect(charts.map((chart) => chart.id)).toEqual(['cpu', 'tpu.0.duty']);
  expect(charts[1]).toMatchObject({ title: undefined, group: 'other', unit: '' });
});

test('what the script logged and the clock are not of the machine', () => {
  expect(systemCharts([metric('loss', 'history'), metric('_runtime')])).toEqual([]);
});
