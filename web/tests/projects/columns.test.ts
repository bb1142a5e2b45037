// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/connection/types';
import {
  cellText,
  cellTitle,
  narrowColumns,
  shortened,
  tableColumns,
  tagList,
  usualColumns,
  valueColumn,
  type TableColumn,
} from '../../src/projects/columns';

const number = (name: string, runs = 1): Column => ({ name, kind: 'number', runs });
const text = (name: string, runs = 1): Column => ({ name, kind: 'text', runs });
const named = (name: string): TableColumn | undefined =>
  tableColumns([]).find((column) => column.name === name);

describe('the columns of a project', () => {
  test('are the fixed ones and all that was logged, without the keys of the client', () => {
    const names = tableColumns([
      number('config.lr'),
      text('config._wandb.version'),
      number('summary._wandb.runtime'),
      number('summary._step'),
    ]).map((column) => column.name);
    expect(names).toContain('state');
    expect(names.slice(-2)).toEqual(['config.lr', 'summary._step']);
  });

  test('stand at the right when they hold numbers', () => {
    const [lr, model] = tableColumns([number('config.lr'), text('config.model')]).slice(-2);
    expect([lr?.numeric, model?.numeric]).toEqual([true, false]);
    expect([named('runtime_s')?.numeric, named('tags')?.numeric]).toEqual([true, false]);
  });

  test('are named by what follows config or summary, dots and slashes included', () => {
    expect(valueColumn('config.model.depth')).toMatchObject({
      label: 'model.depth',
      group: 'config',
    });
    expect(valueColumn('summary.val/acc')).toMatchObject({ label: 'val/acc', group: 'summary' });
  });
});

describe('before anyone chose', () => {
  test('results on held-out data come first, then what most runs have', () => {
    const usual = usualColumns([
      number('summary.epoch', 100),
      number('summary.train_loss', 100),
      number('summary.val/acc', 3),
      number('summary._step', 100),
      text('summary.note', 100),
      number('config.lr', 100),
    ]);
    expect(usual).toEqual(['summary.val/acc', 'summary.train_loss', 'created_at_ms', 'runtime_s']);
  });

  test('a project without results has ages and durations', () => {
    expect(usualColumns([])).toEqual(['created_at_ms', 'runtime_s']);
  });
});

test('a wider list has room for more columns, a narrow one for one at least', () => {
  expect(narrowColumns(220)).toBe(1);
  expect(narrowColumns(360)).toBe(2);
  expect(narrowColumns(720)).toBeGreaterThan(5);
});

test('where room is short, a long name is told by its end unless two have the same', () => {
  const labels = (...names: string[]): string[] =>
    shortened(names.map((name) => valueColumn(name))).map((column) => column.label);
  expect(labels('summary.validation/accuracy', 'summary.val/loss')).toEqual([
    'accuracy',
    'val/loss',
  ]);
  expect(labels('summary.validation/loss', 'summary.training/loss')).toEqual([
    'validation/loss',
    'training/loss',
  ]);
});

describe('a cell', () => {
  const value = valueColumn('summary.loss');

  test('keeps the digits of rounded numbers, so that they line up', () => {
    expect(cellText(value, 0.92599, 0, 4)).toBe('0.9260');
    expect(cellText(value, 0.001, 0, 4)).toBe('0.001');
    expect(cellText(value, 12, 0, 4)).toBe('12');
  });
  test('says what is not a number', () => {
    expect(cellText(value, NaN, 0, 4)).toBe('NaN');
    expect(cellText(value, -Infinity, 0, 4)).toBe('−∞');
  });
  test('is empty when the run has no such value', () => {
    expect(cellText(value, undefined, 0, 4)).toBe('');
    expect(cellTitle(value, undefined)).toBe('');
  });
  test('has the whole number as its title', () => {
    expect(cellTitle(value, 0.123456789)).toBe('0.123456789');
  });
  test('shows texts as they are', () => {
    expect(cellText(value, '<img src=x onerror=alert(1)>', 0, 4)).toBe(
      '<img src=x onerror=alert(1)>',
    );
  });
  test('lists tags', () => {
    const tags = named('tags');
    expect(tags && cellText(tags, '["a","b c"]', 0, 4)).toBe('a, b c');
  });
});

test('tags that are no list of texts are none', () => {
  expect(tagList('nonsense')).toEqual([]);
  expect(tagList('{"a":1}')).toEqual([]);
  expect(tagList('["a",1]')).toEqual(['a']);
});
