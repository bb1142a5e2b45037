// SPDX-License-Identifier: Apache-2.0
import type { DrawOptions, Smoothing } from '../core/core';
import type { Range } from './ranges';

// What all charts of a view have in common; all of it is in the address.
export interface ChartSettings {
  // '' is what each metric was logged against.
  readonly x: string;
  readonly smoothing: Smoothing;
  readonly strength: number;
  readonly logY: boolean;
  readonly zoom: Range | null;
}

export const usualStrength: Readonly<Record<Smoothing, number>> = {
  none: 0,
  exponential: 0.6,
  gaussian: 3,
  running: 9,
};

const letters: Readonly<Record<string, Smoothing>> = { g: 'gaussian', a: 'running' };
const strengthMax: Readonly<Record<Smoothing, number>> = {
  none: 0,
  exponential: 0.999,
  gaussian: 100,
  running: 1000,
};

// "0.6" is exponential, "g3" Gaussian, "a9" a running average.
export function parseSmoothing(text: string): Pick<ChartSettings, 'smoothing' | 'strength'> {
  const letter = letters[text.charAt(0)];
  const smoothing: Smoothing = letter ?? 'exponential';
  const strength = Number(letter === undefined ? text : text.slice(1));
  if (text === '' || !(strength > 0)) return { smoothing: 'none', strength: 0 };
  return { smoothing, strength: Math.min(strength, strengthMax[smoothing]) };
}

export function smoothingText(settings: Pick<ChartSettings, 'smoothing' | 'strength'>): string {
  const { smoothing, strength } = settings;
  if (smoothing === 'none' || strength === 0) return '';
  const letter = Object.entries(letters).find(([, each]) => each === smoothing)?.[0] ?? '';
  return letter + String(strength);
}

// "0~1000"
export function parseZoom(text: string): Range | null {
  const [from, to, ...rest] = text.split('~').map((part) => (part === '' ? NaN : Number(part)));
  if (from === undefined || to === undefined || rest.length > 0) return null;
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? [from, to] : null;
}

export function zoomText(zoom: Range | null): string {
  if (zoom === null) return '';
  const digits = Math.max(0, Math.min(12, Math.ceil(3 - Math.log10(zoom[1] - zoom[0]))));
  return zoom.map((value) => String(Number(value.toFixed(digits)))).join('~');
}

export function readSettings(query: URLSearchParams): ChartSettings {
  return {
    x: query.get('x') ?? '',
    ...parseSmoothing(query.get('smooth') ?? ''),
    logY: query.get('y') === 'log',
    zoom: parseZoom(query.get('zoom') ?? ''),
  };
}

// The changes of the address that make these settings; null takes a part away.
export function settingsQuery(settings: Partial<ChartSettings>): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  if (settings.x !== undefined) changes['x'] = settings.x === '' ? null : settings.x;
  if (settings.smoothing !== undefined) {
    const { smoothing, strength = usualStrength[smoothing] } = settings;
    const text = smoothingText({ smoothing, strength });
    changes['smooth'] = text === '' ? null : text;
  }
  if (settings.logY !== undefined) changes['y'] = settings.logY ? 'log' : null;
  if (settings.zoom !== undefined) changes['zoom'] = zoomText(settings.zoom) || null;
  return changes;
}

export function drawOptions(
  settings: ChartSettings,
  logY: boolean,
  points: number,
  xSpan: number,
): DrawOptions {
  const { smoothing, strength } = settings;
  // Only smoothing depends on how long the axis is.
  return { smoothing, strength, logY, points, xSpan: smoothing === 'none' ? 0 : xSpan };
}
