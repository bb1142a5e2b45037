// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import {
  parseSmoothing,
  parseZoom,
  readSettings,
  settingsQuery,
  smoothingText,
  zoomText,
} from '../../src/charts/settings';

test('smoothing survives the address', () => {
  for (const text of ['0.6', 'g3', 'a9', '']) {
    expect(smoothingText(parseSmoothing(text))).toBe(text);
  }
  expect(parseSmoothing('0.6')).toEqual({ smoothing: 'exponential', strength: 0.6 });
  expect(parseSmoothing('7')).toEqual({ smoothing: 'exponential', strength: 0.999 });
  for (const wrong of ['x', '-1', 'g', 'gx', 'NaN']) {
    expect(parseSmoothing(wrong).smoothing).toBe('none');
  }
});

test('a zoom survives the address as exactly as it can be seen', () => {
  expect(parseZoom('10~20')).toEqual([10, 20]);
  for (const wrong of ['', '3', '5~5', '9~3', 'a~b', '1~2~3', '~4']) {
    expect(parseZoom(wrong)).toBeNull();
  }
  expect(zoomText([1234.56789, 2234.56789])).toBe('1235~2235');
  expect(zoomText([0.123456, 0.133456])).toBe('0.12346~0.13346');
  expect(zoomText(null)).toBe('');
});

test('all settings survive the address', () => {
  const settings = {
    x: '_runtime',
    smoothing: 'gaussian',
    strength: 4,
    logY: true,
    zoom: [1, 5],
  } as const;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(settingsQuery(settings))) {
    if (value !== null) query.set(name, value);
  }
  expect(readSettings(query)).toEqual(settings);
  expect(readSettings(new URLSearchParams())).toEqual({
    x: '',
    smoothing: 'none',
    strength: 0,
    logY: false,
    zoom: null,
  });
});
