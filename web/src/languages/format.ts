// SPDX-License-Identifier: Apache-2.0
import { language } from './language.svelte';
import { isolated } from './message';

// Numbers, times and sizes in the language on the page. Reading them in a template follows a
// change of language. Instants are milliseconds since 1970.

const cache = new Map<string, unknown>();

function cached<T>(name: string, make: (locale: string) => T): T {
  const key = `${language()} ${name}`;
  let value = cache.get(key) as T | undefined;
  if (value === undefined) {
    value = make(language());
    cache.set(key, value);
  }
  return value;
}

export function formatInteger(value: number): string {
  return cached('integer', (l) => new Intl.NumberFormat(l, { maximumFractionDigits: 0 })).format(
    value,
  );
}

// A measured value in at most `digits` significant digits; very small and very large ones as
// 1.2e-5. NaN and infinities are shown as what they are.
export function formatNumber(value: number, digits = 5): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return exponent(value, digits);
  const numbers = cached(
    `number ${String(digits)}`,
    (l) => new Intl.NumberFormat(l, { maximumSignificantDigits: digits }),
  );
  // Every digit of an integer counts.
  return (Number.isInteger(value) ? formatInteger(value) : numbers.format(value)).replace('-', '−');
}

// For a column of values: those that had to be rounded keep all their digits, so that they line up.
export function formatMeasured(value: number, digits: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits)) !== value && size >= 1e-4 && size < 1e9;
  if (!rounded || Number.isInteger(value)) return formatNumber(value, digits);
  const numbers = cached(
    `measured ${String(digits)}`,
    (l) =>
      new Intl.NumberFormat(l, {
        minimumSignificantDigits: digits,
        maximumSignificantDigits: digits,
      }),
  );
  return numbers.format(value).replace('-', '−');
}

function exponent(value: number, digits: number): string {
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  return `${String(Number(mantissa))}e${power.replace('+', '')}`.replace(/^-/, '−');
}

export function formatCompact(value: number): string {
  return cached(
    'compact',
    (l) => new Intl.NumberFormat(l, { notation: 'compact', maximumFractionDigits: 1 }),
  ).format(value);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function formatBytes(bytes: number): string {
  let power = 0;
  let value = bytes;
  while (value >= 999.5 && power < byteUnits.length - 1) {
    value /= 1000;
    power++;
  }
  const unit = byteUnits[power] ?? 'byte';
  return cached(
    unit,
    (l) =>
      new Intl.NumberFormat(l, {
        style: 'unit',
        unit,
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 ? 0 : 1,
      }),
  ).format(value);
}

export function formatDate(instant_ms: number): string {
  return cached('date', (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium' })).format(
    instant_ms,
  );
}

export function formatDateTime(instant_ms: number): string {
  return cached(
    'date time',
    (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium', timeStyle: 'medium' }),
  ).format(instant_ms);
}

export function formatTime(instant_ms: number): string {
  return cached(
    'time',
    (l) =>
      new Intl.DateTimeFormat(l, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(instant_ms);
}

// Two units at most: "2 min 31 s", "3 h 4 min", "2 d 5 h".
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const first = units.findIndex(([, size]) => whole >= size);
  if (first === -1) return unitText('second', 0);
  const texts: string[] = [];
  let rest = whole;
  for (const [unit, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) texts.push(unitText(unit, count));
  }
  return texts.join(' ');
}

function unitText(unit: string, count: number): string {
  return cached(
    `unit ${unit}`,
    (l) => new Intl.NumberFormat(l, { style: 'unit', unit, unitDisplay: 'short' }),
  ).format(count);
}

// "now", "12 s ago", "3 min ago", "in 2 days"; after 30 days the date.
export function formatAgo(instant_ms: number, now_ms: number): string {
  const seconds = Math.round((instant_ms - now_ms) / 1000);
  const size = Math.abs(seconds);
  const relative = cached(
    'relative',
    (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto', style: 'short' }),
  );
  if (size < 5) return relative.format(0, 'second');
  // What is past has lasted so long in full; what is to come is told as near as can be.
  const count = (of: number): number => (seconds > 0 ? Math.round : Math.trunc)(seconds / of);
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3_600) return relative.format(count(60), 'minute');
  if (size < 86_400) return relative.format(count(3_600), 'hour');
  if (size < 30 * 86_400) return relative.format(count(86_400), 'day');
  return formatDate(instant_ms);
}

// "Ana, Bo and Chen".
export function formatList(items: readonly string[]): string {
  return cached('list', (l) => new Intl.ListFormat(l, { type: 'conjunction' })).format(
    items.map(isolated),
  );
}

// Compares names as people of the language do, with numbers by value: "run-9" before "run-10".
export function compareNames(a: string, b: string): number {
  return cached('collator', (l) => new Intl.Collator(l, { numeric: true })).compare(a, b);
}
