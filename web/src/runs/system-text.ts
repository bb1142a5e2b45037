// SPDX-License-Identifier: Apache-2.0
import { formatBytes, formatNumber } from '../languages/format';
import { t } from '../languages/language.svelte';
import type { SystemChart, SystemGroup, SystemLine, SystemTitle } from './system-metrics';

// Words for what is sampled of a machine.

const titles: Readonly<Record<SystemTitle, () => string>> = {
  cpu: () => t('runs.sysCpu'),
  cpuCores: () => t('runs.sysCpuCores'),
  threads: () => t('runs.sysThreads'),
  memory: () => t('runs.sysMemory'),
  memoryAvailable: () => t('runs.sysMemoryAvailable'),
  memoryProcess: () => t('runs.sysMemoryProcess'),
  memoryProcessPart: () => t('runs.sysMemoryProcess'),
  diskUsed: () => t('runs.sysDiskUsed'),
  diskUsedPart: () => t('runs.sysDiskUsed'),
  diskTraffic: () => t('runs.sysDiskTraffic'),
  network: () => t('runs.sysNetwork'),
  retransmits: () => t('runs.sysRetransmits'),
  gpu: () => t('runs.sysGpu'),
  gpuMemoryAccess: () => t('runs.sysGpuMemoryAccess'),
  gpuMemoryPart: () => t('runs.sysGpuMemory'),
  gpuMemory: () => t('runs.sysGpuMemory'),
  temperature: () => t('runs.sysTemperature'),
  power: () => t('runs.sysPower'),
  powerPart: () => t('runs.sysPower'),
  powerLimit: () => t('runs.sysPowerLimit'),
  clockSm: () => t('runs.sysClockSm'),
  clockMemory: () => t('runs.sysClockMemory'),
  clockGraphics: () => t('runs.sysClockGraphics'),
  errorsCorrected: () => t('runs.sysErrorsCorrected'),
  errorsUncorrected: () => t('runs.sysErrorsUncorrected'),
  encoder: () => t('runs.sysEncoder'),
};

const groups: Readonly<Record<SystemGroup, () => string>> = {
  cpu: () => 'CPU',
  memory: () => t('runs.memory'),
  disk: () => t('runs.disk'),
  network: () => t('runs.network'),
  accelerator: () => 'GPU',
  other: () => t('runs.otherMetrics'),
};

export const groupText = (group: SystemGroup): string => groups[group]();

export function chartTitle(chart: SystemChart): string {
  const title = chart.title === undefined ? chart.id : titles[chart.title]();
  return chart.process ? t('runs.ofProcess', { title }) : title;
}

export function lineName(chart: SystemChart, line: SystemLine): string {
  const numbered = /^\d/.test(line.device);
  const device =
    numbered && chart.group === 'accelerator'
      ? `GPU ${line.device}`
      : numbered && chart.title === 'cpuCores'
        ? t('runs.core', { n: line.device })
        : line.device;
  if (line.direction === '') return device || chartTitle(chart);
  const words = {
    network: [t('runs.received'), t('runs.sent')],
    disk: [t('runs.read'), t('runs.written')],
  };
  const [into, out] = chart.group === 'network' ? words.network : words.disk;
  return [device, line.direction === 'in' ? into : out].filter((part) => part !== '').join(' ');
}

// One measured value with its unit.
export function measured(value: number, unit: string): string {
  if (unit === 'B' && value >= 0) return formatBytes(value);
  if (unit === 'MB' && value >= 0) return formatBytes(value * 1_000_000);
  const number = formatNumber(value, 4);
  return unit === '' ? number : `${number}${unit === '%' ? '' : ' '}${unit}`;
}
