// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  lastEntry,
  lowerBound,
  nearest,
  traceBand,
  traceLine,
  traceSpikes,
  window,
} from '../../src/charts/path';
import { curveOf, plainView, Recorded } from './curves';

function line(y: readonly number[], from = 0, to = y.length): string {
  const sink = new Recorded();
  const curve = curveOf(y);
  traceLine(curve, curve.mean, plainView(from, to), sink);
  return sink.text;
}

describe('a line', () => {
  test('goes through every point', () => {
    expect(line([3, 1, 2])).toBe('M0,3 L1,1 L2,2');
  });
  test('has a gap where there is no value', () => {
    expect(line([3, 1, NaN, 2, 4])).toBe('M0,3 L1,1 M3,2 L4,4');
  });
  test('shows a point alone as a dot', () => {
    expect(line([NaN, 5, NaN])).toBe('M1,5 M0,5 L2,5');
    expect(line([5])).toBe('M0,5 M-1,5 L1,5');
  });
  test('reaches one point beyond each edge of the view', () => {
    expect(line([0, 1, 2, 3, 4, 5], 2, 3)).toBe('M1,1 L2,2 L3,3 L4,4');
  });
  test('of nothing is nothing', () => {
    expect(line([])).toBe('');
    expect(line([NaN, NaN])).toBe('');
  });
});

describe('a band', () => {
  test('goes out along the high side and back along the low side', () => {
    const curve = curveOf([5, 6], {
      together: true,
      low: new Float32Array([1, 2]),
      high: new Float32Array([8, 9]),
    });
    const sink = new Recorded();
    traceBand(curve, plainView(0, 2), sink);
    expect(sink.text).toBe('M0,8 L1,9 L1,2 L0,1');
  });
  test('is cut at gaps', () => {
    const curve = curveOf([1, 1, NaN, 1, 1]);
    const sink = new Recorded();
    traceBand(curve, plainView(0, 5), sink);
    expect(sink.steps.filter((step) => step.startsWith('M'))).toEqual(['M0,1', 'M3,1']);
  });
});

describe('a spike', () => {
  const many = 100;
  const spiky = (at: number, high: number) =>
    curveOf(
      Array.from({ length: many }, () => 10),
      {
        together: true,
        low: Float32Array.from({ length: many }, () => 9),
        high: Float32Array.from({ length: many }, (_, i) => (i === at ? high : 11)),
        count: Uint32Array.from({ length: many }, () => 50),
      },
    );

  test('of one point among thousands is drawn to its top', () => {
    const sink = new Recorded();
    traceSpikes(spiky(40, 90), plainView(0, many), sink);
    expect(sink.text).toBe('M40,10 L40,90');
  });
  test('at the very end is drawn too', () => {
    const sink = new Recorded();
    traceSpikes(spiky(99, 90), plainView(0, many), sink);
    expect(sink.text).toBe('M99,10 L99,90');
  });
  test('is not seen in steady noise', () => {
    const sink = new Recorded();
    traceSpikes(spiky(40, 12), plainView(0, many), sink);
    expect(sink.text).toBe('');
  });
});

test('the entry nearest in x passes over gaps', () => {
  const curve = curveOf([1, NaN, NaN, 4]);
  expect(nearest(curve, 1.1)).toBe(0);
  expect(nearest(curve, 2)).toBe(3);
  expect(nearest(curve, -5)).toBe(0);
  expect(nearest(curve, 50)).toBe(3);
  expect(nearest(curveOf([]), 1)).toBe(-1);
  expect(lastEntry(curveOf([1, 2, NaN]))).toBe(1);
  expect(lastEntry(curveOf([]))).toBe(-1);
});

test('bounds and windows', () => {
  const x = Float64Array.of(1, 2, 2, 3);
  expect([lowerBound(x, 2), lowerBound(x, 2, true), lowerBound(x, 9)]).toEqual([1, 3, 4]);
  expect(window(x, 1.5, 2)).toEqual([0, 4]);
});
