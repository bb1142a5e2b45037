// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { matchesMax, searchAround, type Found } from '../../src/runs/search-around';

// A text of `total` lines, searched `part` lines at a time, whose lines `hits` match.
async function search(
  total: number,
  part: number,
  hits: readonly number[],
  start: number,
): Promise<{ found: Found[]; asked: number[] }> {
  const found: Found[] = [];
  const asked: number[] = [];
  const ask = (first: number) => {
    asked.push(first);
    const end = Math.min(total, first + part);
    const matches = hits.filter((line) => line >= first && line < end);
    return Promise.resolve({ matches, more: false, next: end < total ? end : null });
  };
  await searchAround(ask, start, (each) => found.push(each));
  return { found, asked };
}

test('from the beginning, every part is asked for once', async () => {
  const { found, asked } = await search(250, 100, [5, 120, 249], 0);
  expect(asked).toEqual([0, 100, 200]);
  expect(found.map((each) => each.matches)).toEqual([[5], [5, 120], [5, 120, 249]]);
  expect(found.map((each) => each.done)).toEqual([false, false, true]);
});

test('from the middle, what is near comes first and all of it in order at last', async () => {
  const { found, asked } = await search(300, 100, [5, 140, 160, 299], 150);
  expect(asked).toEqual([150, 250, 0, 100]);
  expect(found[0]?.matches).toEqual([160]);
  expect(found.at(-1)).toEqual({ matches: [5, 140, 160, 299], more: false, done: true });
});

test('an answer without a way on is the whole text', async () => {
  const found: Found[] = [];
  const ask = () => Promise.resolve({ matches: [3], more: false });
  await searchAround(ask, 0, (each) => found.push(each));
  expect(found).toEqual([{ matches: [3], more: false, done: true }]);
});

test('when there are too many, it stops and says so', async () => {
  const hits = Array.from({ length: matchesMax + 5000 }, (_, i) => i);
  const { found } = await search(20_000, 5000, hits, 0);
  expect(found).toHaveLength(2);
  expect(found.at(-1)).toMatchObject({ more: true, done: true });
});

test('what the daemon left out is said', async () => {
  const found: Found[] = [];
  const ask = () => Promise.resolve({ matches: [3], more: true, next: 50 });
  await searchAround(ask, 10, (each) => found.push(each));
  expect(found).toEqual([{ matches: [3], more: true, done: true }]);
});
