// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  wishedRuns,
  readView,
  toggled,
  viewQuery,
  type ViewState,
} from '../../src/projects/view-state';

const usual = readView(new URLSearchParams());
const of = (...ids: number[]): Float64Array => Float64Array.from(ids);

function roundTrip(view: Partial<ViewState>): ViewState {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(viewQuery(view))) {
    if (value !== null) query.set(name, value);
  }
  return readView(new URLSearchParams(query.toString()));
}

describe('the address', () => {
  test('is empty for a view as usual', () => {
    const changes = viewQuery({ ...usual, columns: ['a'] });
    const { cols, ...others } = changes;
    expect(cols).toBe('a');
    expect(Object.values(others).every((value) => value === null)).toBe(true);
  });

  test('brings every part back', () => {
    const view: ViewState = {
      filter: 'lr < 1e-3 and tag:"a, b" or name ~ 100%',
      sort: ['-summary.val/acc', 'config.a,b'],
      columns: ['config.a,b', 'summary.100%', 'created_at_ms'],
      newest: 25,
      shown: new Set([3, 1]),
      hidden: new Set([9]),
      panelSearch: '^val/',
      panel: 'system:gpu.0',
      size: 'large',
    };
    expect(roundTrip(view)).toEqual(view);
  });

  test('can say that there are no columns and no order', () => {
    expect(roundTrip({ columns: [] }).columns).toEqual([]);
    expect(roundTrip({ sort: [] }).sort).toEqual([]);
  });

  test('takes no nonsense', () => {
    const view = readView(new URLSearchParams('n=1e9&show=1,x,-4,2.5&size=huge&cols=%25zz'));
    expect(view.newest).toBe(100);
    expect([...view.shown]).toEqual([1]);
    expect(view.size).toBe('medium');
    expect(view.columns).toEqual(['%zz']);
    expect(readView(new URLSearchParams('n=lots')).newest).toBe(10);
  });
});

describe('the drawn runs', () => {
  const view = (more: Partial<ViewState>): ViewState => ({ ...usual, ...more });

  test('are the newest ten, whatever the order of the table', () => {
    const matching = of(...Array.from({ length: 30 }, (_, i) => ((i * 7) % 30) + 1));
    expect(wishedRuns(matching, usual)).toEqual([30, 29, 28, 27, 26, 25, 24, 23, 22, 21]);
  });
  test('leave out what is turned off, without another one in its place', () => {
    expect(wishedRuns(of(1, 2, 3, 4), view({ newest: 2, hidden: new Set([4]) }))).toEqual([3]);
  });
  test('have what is turned on, as long as the filter lets it through', () => {
    const asked = view({ newest: 1, shown: new Set([1, 99]) });
    expect(wishedRuns(of(1, 2, 3), asked)).toEqual([3, 1]);
  });
  test('begin with the newest, so that a cut leaves out the oldest', () => {
    const all = Array.from({ length: 300 }, (_, i) => i + 1);
    const wished = wishedRuns(of(...all), view({ newest: 100, shown: new Set(all) }));
    expect(wished).toEqual(all.reverse());
  });
  test('can be none', () => {
    expect(wishedRuns(of(1, 2), view({ newest: 0 }))).toEqual([]);
  });
});

test('turning a run off and on again is nothing in the end', () => {
  const off = { ...usual, ...toggled(usual, of(5, 4), [5, 4], 5) };
  expect([...off.hidden]).toEqual([5]);
  const on = { ...off, ...toggled(off, of(5, 4), [4], 5) };
  expect(on).toEqual(usual);
});

test('turning on a run that is not one of the newest asks for it', () => {
  const view = { ...usual, newest: 1 };
  expect([...toggled(view, of(5, 4), [5], 4).shown]).toEqual([4]);
});
