// SPDX-License-Identifier: Apache-2.0
import { formatDuration, formatNumber } from '../languages/format';
import { language } from '../languages/language.svelte';

// What the numbers along an axis look like.

export type AxisKind = 'number' | 'duration' | 'time';

// The kind of an x axis by the name of what is on it.
export function axisKind(x: string): AxisKind {
  if (x === '_timestamp') return 'time';
  return x === '_runtime' ? 'duration' : 'number';
}

const suffixes = ['', 'k', 'M', 'G', 'T'] as const;

// As many digits as tell neighbours apart; thousands as 10k, very small numbers as 2e-5.
export function tickText(value: number, increment: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const digits = Math.max(1, Math.min(12, Math.ceil(Math.log10(size / increment) + 1.0001)));
  if (size < 1000 || size >= 1e15) return formatNumber(value, digits);
  const power = Math.min(suffixes.length - 1, Math.floor(Math.log10(size) / 3));
  return formatNumber(value / 1000 ** power, digits) + (suffixes[power] ?? '');
}

// Steps between ticks of a duration axis, in seconds.
export const durationIncrements: readonly number[] = [
  0.001, 0.01, 0.1, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600,
  43200, 86400, 172800, 432000, 864000, 2592000,
];

export function durationText(seconds: number, increment: number): string {
  if (seconds === 0) return '0';
  if (increment < 1) return tickText(seconds, increment);
  const sign = seconds < 0 ? '−' : '';
  return sign + formatDuration(Math.abs(seconds));
}

const day_s = 86_400;

export function timeText(seconds: number, increment: number): string {
  const at = new Date(seconds * 1000);
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  const options: Intl.DateTimeFormatOptions =
    increment >= day_s || isMidnight
      ? { month: 'short', day: 'numeric' }
      : increment >= 60
        ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
        : { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(language(), options).format(at);
}

export function axisText(kind: AxisKind, value: number, increment: number): string {
  if (kind === 'time') return timeText(value, increment);
  return kind === 'duration' ? durationText(value, increment) : tickText(value, increment);
}

// One place on the axis in full, for tooltips and tables.
export function placeText(kind: AxisKind, value: number): string {
  if (kind === 'time') {
    const style: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' };
    return new Intl.DateTimeFormat(language(), style).format(value * 1000);
  }
  if (kind === 'duration')
    return value < 10 ? `${formatNumber(value, 4)} s` : formatDuration(value);
  return formatNumber(value, 7);
}
