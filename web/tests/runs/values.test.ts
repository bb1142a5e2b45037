// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/runs/loose-json';
import { leaves, toJson, toPython, toYaml, type Tree } from '../../src/runs/values';

describe('loose JSON', () => {
  test('takes bare NaN and infinities, but not inside of strings', () => {
    expect(
      parseJson('{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN and \\"Infinity\\""}'),
    ).toEqual({
      a: NaN,
      b: [-Infinity, Infinity],
      c: 'NaN and "Infinity"',
    });
  });
  test('keeps integers that a double cannot hold', () => {
    const value = parseJson(
      '{"seed": 12345678901234567890, "ok": 1234567890123456, "x": 1.2345678901234567}',
    ) as Tree;
    expect(value['seed']).toBe(12345678901234567890n);
    expect(value['ok']).toBe(1234567890123456);
    expect(value['x']).toBe(1.2345678901234567);
    expect(toJson(value)).toContain('12345678901234567890');
  });
  test('says when it is none', () => {
    expect(parseJson('{')).toBeUndefined();
    expect(parseJson('')).toBeUndefined();
  });
});

const tree: Tree = {
  lr: 0.001,
  name: 'it\'s "quoted"',
  flag: true,
  nothing: null,
  odd: NaN,
  low: -Infinity,
  optimizer: { betas: [0.9, 0.999], kind: 'yes', empty: {} },
  list: [{ a: 1 }, 'x'],
};

test('every value is found with its path', () => {
  expect(leaves(tree).map((leaf) => leaf.path.join('.'))).toEqual([
    'lr',
    'name',
    'flag',
    'nothing',
    'odd',
    'low',
    'optimizer.betas',
    'optimizer.kind',
    'optimizer.empty',
    'list',
  ]);
});

test('JSON comes back the same', () => {
  expect(parseJson(toJson(tree, '', '  '))).toEqual(tree);
  expect(toJson({ a: [1, { b: 2 }] })).toBe('{"a": [1, {"b": 2}]}');
});

test('Python is Python', () => {
  const text = toPython(tree);
  expect(text).toContain('"flag": True,');
  expect(text).toContain('"nothing": None,');
  expect(text).toContain('"odd": float("nan"),');
  expect(text).toContain('"low": float("-inf"),');
  expect(text).toContain('"name": "it\'s \\"quoted\\"",');
  expect(text).toContain('"betas": [0.9, 0.999],');
});

test('YAML quotes what would be read as something else', () => {
  const text = toYaml(tree);
  expect(text).toContain('lr: 0.001');
  expect(text).toContain('odd: .nan');
  expect(text).toContain('low: -.inf');
  expect(text).toContain('  kind: "yes"');
  expect(text).toContain('  betas:\n    - 0.9\n    - 0.999');
  expect(toYaml({ a: 'plain text', b: '007', c: '- x', d: '' })).toBe(
    'a: plain text\nb: "007"\nc: "- x"\nd: ""',
  );
});
