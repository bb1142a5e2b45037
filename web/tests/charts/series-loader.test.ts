// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { join, split } from '../../src/charts/series-answer';
import { SeriesLoader, type SeriesNeed, type SeriesRequest } from '../../src/charts/series-loader';
import { seriesAnswer } from '../core/frames';

interface Sent {
  readonly request: SeriesRequest;
  readonly signal: AbortSignal;
  answer(): Promise<void>;
  fail(): Promise<void>;
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

function harness() {
  const sent: Sent[] = [];
  const loader = new SeriesLoader({
    soon: (act) => queueMicrotask(act),
    post: (request, signal) =>
      new Promise((resolve, reject) => {
        sent.push({
          request,
          signal,
          async answer() {
            const series = request.runs.flatMap((run) =>
              request.keys.map((_, key) => ({ run, key, x: [1], y: [run] })),
            );
            resolve(seriesAnswer(series).buffer as ArrayBuffer);
            await settled();
          },
          async fail() {
            reject(new Error('down'));
            await settled();
          },
        });
      }),
  });
  return { loader, sent };
}

const need = (key: string, runs: number[], more: Partial<SeriesNeed> = {}): SeriesNeed => ({
  project: 1,
  stream: 'history',
  key,
  x: '_step',
  range: null,
  points: 500,
  runs,
  ...more,
});

test('panels of one axis share a request', async () => {
  const { loader, sent } = harness();
  const watches = ['loss', 'acc', 'lr'].map((key) => loader.watch(need(key, [1, 2]), () => 0));
  await settled();
  expect(sent).toHaveLength(1);
  expect(sent[0]?.request.keys).toEqual(['loss', 'acc', 'lr']);
  await sent[0]?.answer();
  expect(watches.every((watch) => watch.complete())).toBe(true);
  await settled();
  expect(sent).toHaveLength(1);
});

test('a run that is added is asked for alone, one that is hidden and shown again not at all', async () => {
  const { loader, sent } = harness();
  const watch = loader.watch(need('loss', [1, 2]), () => 0);
  await settled();
  await sent[0]?.answer();
  watch.update(need('loss', [1]));
  await settled();
  watch.update(need('loss', [1, 2, 3]));
  await settled();
  expect(sent[1]?.request.runs).toEqual([3]);
  await sent[1]?.answer();
  expect(sent).toHaveLength(2);
  expect(watch.complete()).toBe(true);
});

test('grown runs are fetched again and shown as they were until then', async () => {
  const { loader, sent } = harness();
  const watch = loader.watch(need('loss', [1, 2]), () => 0);
  await settled();
  await sent[0]?.answer();
  loader.grown(new Set([2]));
  await settled();
  expect(sent[1]?.request.runs).toEqual([2]);
  expect(watch.complete()).toBe(true);
  loader.grown(new Set([2]));
  await settled();
  expect(sent).toHaveLength(2);
  await sent[1]?.answer();
  expect(sent[2]?.request.runs).toEqual([2]);
});

test('a request that no panel wants any more is cancelled', async () => {
  const { loader, sent } = harness();
  const watch = loader.watch(need('loss', [1], { range: [0, 10] }), () => 0);
  const other = loader.watch(need('acc', [1], { range: [0, 10] }), () => 0);
  await settled();
  watch.update(need('loss', [1], { range: [2, 4] }));
  await settled();
  expect(sent[0]?.signal.aborted).toBe(false);
  other.close();
  await settled();
  expect(sent[0]?.signal.aborted).toBe(true);
  expect(sent[1]?.request.range).toEqual([2, 4]);
});

test('a failure stays with its panel until it tries again', async () => {
  const { loader, sent } = harness();
  let told = 0;
  const watch = loader.watch(need('loss', [1]), () => told++);
  await settled();
  await sent[0]?.fail();
  expect(watch.error).toBeInstanceOf(Error);
  expect(told).toBe(1);
  await settled();
  expect(sent).toHaveLength(1);
  watch.retry();
  await settled();
  await sent[1]?.answer();
  expect(watch.error).toBeUndefined();
  expect(watch.complete()).toBe(true);
});

test('more than a hundred runs take more requests', async () => {
  const { loader, sent } = harness();
  loader.watch(
    need(
      'loss',
      Array.from({ length: 150 }, (_, i) => i + 1),
    ),
    () => 0,
  );
  await settled();
  expect(sent.map((each) => each.request.runs.length)).toEqual([100, 50]);
});

test('an answer taken apart and joined is the same', () => {
  const answer = seriesAnswer([
    { run: 1, key: 0, x: [1, 2], y: [3, 4] },
    { run: 2, key: 0, x: [], y: [] },
  ]);
  const parts = split(answer.buffer as ArrayBuffer);
  expect(parts.map((part) => part.run)).toEqual([1, 2]);
  expect(join(parts.map((part) => part.bytes))).toEqual(answer);
  for (let size = 0; size < answer.length; size += 7) {
    expect(() => split(answer.slice(0, size).buffer as ArrayBuffer)).toThrow();
  }
});

test('what is forgotten is gone, and asked for again by who still shows it', async () => {
  const { loader, sent } = harness();
  const watch = loader.watch(need('loss', [1]), () => 0);
  await settled();
  await sent[0]?.answer();
  expect(watch.complete()).toBe(true);
  const other = loader.watch(need('acc', [1]), () => 0);
  await settled();
  loader.forgetAll();
  expect(watch.series().size + other.series().size).toBe(0);
  expect(sent[1]?.signal.aborted).toBe(true);
  await settled();
  expect(sent[2]?.request.keys).toEqual(['loss', 'acc']);
  await sent[2]?.answer();
  expect(watch.complete() && other.complete()).toBe(true);
});
