// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { excerpt, readTree, valueRows, type RowOptions } from '../../src/runs/value-rows';

const tree = {
  lr: 0.1,
  model: { layers: [64, 10], activation: 'relu', deep: { x: 1 } },
  list: [{ a: 1 }, { a: 2 }],
  empty: {},
};
const options: RowOptions = {
  search: '',
  toggled: new Set(),
  opens: () => true,
  lists: false,
};
const keys = (changes: Partial<RowOptions>): string[] =>
  valueRows(tree, { ...options, ...changes }).map((row) => row.path.join('.'));

describe('values as rows', () => {
  test('objects are opened, plain lists stay values', () => {
    expect(keys({})).toEqual([
      'lr',
      'model',
      'model.layers',
      'model.activation',
      'model.deep',
      'model.deep.x',
      'list',
      'list.0',
      'list.0.a',
      'list.1',
      'list.1.a',
      'empty',
    ]);
  });

  test('lists are opened when asked for', () => {
    expect(keys({ lists: true })).toContain('model.layers.1');
  });

  test('a toggled row is closed when it would be open, and the other way round', () => {
    expect(keys({ toggled: new Set(['model', 'list']) })).toEqual(['lr', 'model', 'list', 'empty']);
    expect(keys({ opens: () => false, toggled: new Set(['model']) })).toContain('model.deep');
  });

  test('a search keeps what matches by path or value and what leads to it', () => {
    expect(keys({ search: 'RELU' })).toEqual(['model', 'model.activation']);
    expect(keys({ search: 'deep.x' })).toEqual(['model', 'model.deep', 'model.deep.x']);
    expect(keys({ search: 'list', toggled: new Set(['list']) })).toContain('list.1.a');
    expect(keys({ search: 'nothing' })).toEqual([]);
  });

  test('a plain list as a whole has rows', () => {
    expect(valueRows([1, 2], options).map((row) => row.value)).toEqual([1, 2]);
  });
});

test('what the client keeps in the summary is left out', () => {
  expect(Object.keys(readTree('{"loss": NaN, "_wandb": {"runtime": 4}}'))).toEqual(['loss']);
  expect(readTree('no JSON')).toEqual({});
  expect(readTree('[1]')).toEqual({});
});

test('keys with a meaning of their own in JavaScript are keys like others', () => {
  const hostile = readTree('{"__proto__": {"x": 1}, "constructor": 2}');
  expect(valueRows(hostile, options).map((row) => row.path.join('.'))).toEqual([
    '__proto__',
    '__proto__.x',
    'constructor',
  ]);
});

test('an excerpt has values by name, then logged objects, then those of the client', () => {
  const all = { _step: 3, b: 1, image: { _type: 'image-file', path: 'x' }, a: { c: 2 } };
  const names = excerpt(all, (a, b) => (a < b ? -1 : 1)).map((leaf) => leaf.path.join('.'));
  expect(names).toEqual(['a.c', 'b', 'image', '_step']);
});

test('values are in the order of their names, those of the client last', () => {
  const compare = (a: string, b: string): number => (a < b ? -1 : 1);
  const text = '{"_step": 1, "b": 1, "_runtime": 2, "a": 3}';
  expect(Object.keys(readTree(text, compare))).toEqual(['a', 'b', '_runtime', '_step']);
});
