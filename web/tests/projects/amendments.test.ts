// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Core, type Port, type QueryResult } from '../../src/core/core';
import { CoreModule, coreImports } from '../../src/core/module';
import { Amendments } from '../../src/projects/amendments';
import type { Wish } from '../../src/runs/wishes';
import type { RunField, RunRecord } from '../../src/sync/types';
import { frameOf } from '../core/frames';
import { compiled } from '../sync/world';

// The real module, asked in order.
function newCore(): Core {
  const module = new CoreModule(new WebAssembly.Instance(compiled, coreImports));
  const port: Port = {
    onreply: undefined,
    post: ({ id, op, parts }) => port.onreply?.({ id, ...module.call(op, parts) }),
  };
  return new Core(port);
}

const rows = (names: readonly string[]): ArrayBuffer =>
  frameOf(names.length, {
    id: names.map((_, i) => i + 1),
    deleted: names.map(() => 0),
    name: names.map((_, i) => `r${String(i + 1)}`),
    display_name: names,
    notes: names.map(() => ''),
    tags: names.map(() => '["x"]'),
  });

const wish = (id: number, changes: Partial<RunRecord>): [number, Wish] => [
  id,
  {
    row: { id, project: 1, name: '', ...changes },
    fields: new Set(Object.keys(changes) as RunField[]),
    waits: new Set(),
  },
];

test('the table finds, shows and loses what is asked for, and has the daemon’s again after', async () => {
  const core = newCore();
  const amendments = new Amendments(() => core);
  const found = async (filter: string): Promise<number[]> => [
    ...((await core.queryRuns(filter, [], 0)) as QueryResult).ids,
  ];
  await core.loadRuns(rows(['one', 'two']));
  const asked = new Map([
    wish(1, { display_name: 'uno', tags: ['best'] }),
    wish(2, { deleted_at_ms: 5 }),
    wish(9, { deleted_at_ms: 5 }),
  ]);
  await amendments.apply(asked);
  expect(await found('uno')).toEqual([1]);
  expect(await found('tag:best')).toEqual([1]);
  expect(amendments.gone).toEqual(new Set([2]));
  expect(amendments.before(1)).toEqual({ display_name: 'one', notes: '', tags: '["x"]' });
  amendments.undo();
  expect(await found('uno')).toEqual([]);
  expect(await found('one')).toEqual([1]);
  expect(amendments.gone.size).toBe(0);
});
