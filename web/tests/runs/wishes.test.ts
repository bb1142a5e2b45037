// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { leaves, overlaid, Wishes } from '../../src/runs/wishes';
import type { RunField, RunItem, RunRecord } from '../../src/sync/types';

const run = { display_name: 'old', notes: '', tags: ['a'], stop_requested: false };
const row = (changes: Partial<RunRecord> = {}): RunRecord => ({
  id: 7,
  project: 1,
  name: 'r7',
  display_name: 'old',
  tags: ['a'],
  ...changes,
});
const item = (changes: Partial<RunRecord>, ...waits: RunField[]): RunItem => ({
  run: row(changes),
  waits,
});
const anyRun = (): boolean => true;

describe('what is asked of a run', () => {
  test('is laid over what was answered, and only that', () => {
    const wishes = new Wishes();
    wishes.follow([item({ display_name: 'new', tags: ['b'] }, 'display_name')], () => undefined);
    const wish = wishes.all().get(7);
    expect(overlaid(run, wish)).toEqual({ ...run, display_name: 'new' });
    expect(wish?.waits).toEqual(new Set(['display_name']));
    expect(overlaid(run, undefined)).toBe(run);
  });

  test('stays on show, confirmed, until something newer is answered', () => {
    const wishes = new Wishes();
    wishes.follow([item({ notes: 'n' }, 'notes')], () => undefined);
    const before = wishes.turn;
    wishes.follow([], () => row({ notes: 'n' }));
    wishes.answered(before, anyRun);
    expect(overlaid(run, wishes.all().get(7)).notes).toBe('n');
    expect(wishes.all().get(7)?.waits.size).toBe(0);
    wishes.answered(wishes.turn, () => false);
    expect(wishes.all().size).toBe(1);
    wishes.answered(wishes.turn, anyRun);
    expect(wishes.all().size).toBe(0);
  });

  test('gives way to what the daemon answers when it is refused, not to what was known before', () => {
    const wishes = new Wishes();
    const both = item({ display_name: 'new', tags: ['b'] }, 'display_name', 'tags');
    wishes.follow([both], () => undefined);
    const refused = (_run: number, field: RunField): boolean => field === 'display_name';
    wishes.follow([], () => row({ tags: ['b'] }), refused);
    const answered = { ...run, display_name: 'by somebody else' };
    expect(overlaid(answered, wishes.all().get(7))).toEqual({ ...answered, tags: ['b'] });
  });

  test('is remembered of a run that moved, of which is known where it was', () => {
    const wishes = new Wishes();
    wishes.follow([item({ project: 2 }, 'project')], () => undefined);
    const known = (): RunRecord => row();
    expect(wishes.follow([], known).map(({ project }) => project)).toEqual([2]);
    expect(wishes.settled(7)?.row.project).toBe(2);
  });

  test('can wait in one part and be settled in another', () => {
    const wishes = new Wishes();
    wishes.follow(
      [item({ display_name: 'new', tags: ['b'] }, 'display_name', 'tags')],
      () => undefined,
    );
    wishes.follow([item({ display_name: 'new', tags: ['b'] }, 'tags')], () => undefined);
    const wish = wishes.all().get(7);
    expect(overlaid(run, wish)).toEqual({ ...run, display_name: 'new', tags: ['b'] });
    expect(wish?.waits).toEqual(new Set(['tags']));
    expect(overlaid(run, wishes.settled(7))).toEqual({ ...run, display_name: 'new' });
  });

  test('takes it away when it is deleted or moved, and brings it back', () => {
    const wishes = new Wishes();
    const asked = (items: RunItem[]): boolean[] => {
      wishes.follow(items, () => row());
      return [...wishes.all().values()].map((wish) => leaves(wish, 1));
    };
    expect(asked([item({ deleted_at_ms: 5 }, 'deleted_at_ms')])).toEqual([true]);
    expect(asked([])).toEqual([false]);
    expect(asked([item({ project: 2 }, 'project')])).toEqual([true]);
    expect(asked([item({ project: 1 }, 'project')])).toEqual([false]);
  });
});
