// SPDX-License-Identifier: Apache-2.0
import type { Metric } from '../connection/types';

// What the client samples of a machine, ordered for people. One chart can have several lines: one
// per device, or two directions.

export type SystemGroup = 'cpu' | 'memory' | 'disk' | 'network' | 'accelerator' | 'other';
export const systemGroups: readonly SystemGroup[] = [
  'accelerator',
  'cpu',
  'memory',
  'disk',
  'network',
  'other',
];

export type SystemTitle =
  | 'cpu'
  | 'cpuCores'
  | 'threads'
  | 'memory'
  | 'memoryAvailable'
  | 'memoryProcess'
  | 'memoryProcessPart'
  | 'diskUsed'
  | 'diskUsedPart'
  | 'diskTraffic'
  | 'network'
  | 'retransmits'
  | 'gpu'
  | 'gpuMemoryAccess'
  | 'gpuMemoryPart'
  | 'gpuMemory'
  | 'temperature'
  | 'power'
  | 'powerPart'
  | 'powerLimit'
  | 'clockSm'
  | 'clockMemory'
  | 'clockGraphics'
  | 'errorsCorrected'
  | 'errorsUncorrected'
  | 'encoder';

export interface SystemLine {
  readonly key: string;
  // The device; '' when there is only one thing to show.
  readonly device: string;
  readonly direction: 'in' | 'out' | '';
}

export interface SystemChart {
  readonly id: string;
  readonly group: SystemGroup;
  // undefined: an unknown one, shown by its own name.
  readonly title: SystemTitle | undefined;
  // Only what the process of the script uses.
  readonly process: boolean;
  readonly unit: string;
  readonly lines: readonly SystemLine[];
}

interface Rule {
  readonly pattern: RegExp; // group 1 is the device
  readonly group: SystemGroup;
  readonly title: SystemTitle;
  readonly unit: string;
  readonly direction?: 'in' | 'out';
}

const rule = (
  pattern: RegExp,
  group: SystemGroup,
  title: SystemTitle,
  unit: string,
  direction?: 'in' | 'out',
): Rule => ({ pattern, group, title, unit, ...(direction === undefined ? {} : { direction }) });

const gpu = (name: string, title: SystemTitle, unit: string): Rule =>
  rule(new RegExp(`^gpu\\.(?:process\\.)?(\\d+)\\.${name}$`), 'accelerator', title, unit);

const rules: readonly Rule[] = [
  rule(/^cpu$/, 'cpu', 'cpu', '%'),
  rule(/^cpu\.(\d+)\.cpu_percent$/, 'cpu', 'cpuCores', '%'),
  rule(/^proc\.cpu\.threads$/, 'cpu', 'threads', ''),
  rule(/^memory(?:_percent)?$/, 'memory', 'memory', '%'),
  rule(/^proc\.memory\.availableMB$/, 'memory', 'memoryAvailable', 'MB'),
  rule(/^proc\.memory\.rssMB$/, 'memory', 'memoryProcess', 'MB'),
  rule(/^proc\.memory\.percent$/, 'memory', 'memoryProcessPart', '%'),
  rule(/^disk\.(.+)\.usagePercent$/, 'disk', 'diskUsedPart', '%'),
  rule(/^disk\.(.+)\.usageGB$/, 'disk', 'diskUsed', 'GB'),
  rule(/^disk\.(?:(.+)\.)?in$/, 'disk', 'diskTraffic', 'MB', 'in'),
  rule(/^disk\.(?:(.+)\.)?out$/, 'disk', 'diskTraffic', 'MB', 'out'),
  rule(/^network\.recv$/, 'network', 'network', 'B', 'in'),
  rule(/^network\.sent$/, 'network', 'network', 'B', 'out'),
  rule(/^network\.tcpRetransmits$/, 'network', 'retransmits', ''),
  gpu('gpu', 'gpu', '%'),
  gpu('memory', 'gpuMemoryAccess', '%'),
  gpu('memoryAllocated', 'gpuMemoryPart', '%'),
  gpu('memoryAllocatedBytes', 'gpuMemory', 'B'),
  gpu('temp', 'temperature', '°C'),
  gpu('powerWatts', 'power', 'W'),
  gpu('powerPercent', 'powerPart', '%'),
  gpu('enforcedPowerLimitWatts', 'powerLimit', 'W'),
  gpu('smClock', 'clockSm', 'MHz'),
  gpu('memoryClock', 'clockMemory', 'MHz'),
  gpu('graphicsClock', 'clockGraphics', 'MHz'),
  gpu('correctedMemoryErrors', 'errorsCorrected', ''),
  gpu('uncorrectedMemoryErrors', 'errorsUncorrected', ''),
  gpu('encoderUtilization', 'encoder', '%'),
];

// Several machines of one run write "/l:label" behind the name.
const labelled = /\/l:(.*)$/;

// All charts in the order of the groups and, within one, of the rules.
export function systemCharts(metrics: readonly Metric[]): SystemChart[] {
  const charts = new Map<string, { order: number; chart: SystemChart; lines: SystemLine[] }>();
  for (const metric of metrics) {
    if (metric.stream !== 'events' || metric.kind !== 'number') continue;
    if (/^_(runtime|timestamp|step|wandb)/.test(metric.name)) continue;
    const name = metric.name.replace(/^system[./]/, '');
    const machine = labelled.exec(name)?.[1] ?? '';
    const plain = name.replace(labelled, '');
    const at = rules.findIndex((each) => each.pattern.test(plain));
    const found = rules[at];
    const process = plain.startsWith('gpu.process.');
    const id = found === undefined ? name : found.title + (process ? ':process' : '');
    const device = found?.pattern.exec(plain)?.[1] ?? '';
    let entry = charts.get(id);
    if (entry === undefined) {
      const lines: SystemLine[] = [];
      const group = found?.group ?? 'other';
      const order = systemGroups.indexOf(group) * 1000 + (at < 0 ? 999 : at) + (process ? 0.5 : 0);
      const chart: SystemChart = {
        id,
        group,
        title: found?.title,
        process,
        unit: found?.unit ?? '',
        lines,
      };
      entry = { order, chart, lines };
      charts.set(id, entry);
    }
    entry.lines.push({
      key: metric.name,
      device: [device, machine].filter((part) => part !== '').join(' · '),
      direction: found?.direction ?? '',
    });
  }
  const all = [...charts.values()].sort(
    (a, b) => a.order - b.order || (a.chart.id < b.chart.id ? -1 : 1),
  );
  for (const { lines } of all) {
    lines.sort((a, b) => a.device.localeCompare(b.device, 'en', { numeric: true }));
  }
  return all.map(({ chart }) => chart);
}
