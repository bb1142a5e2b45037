// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Core, CoreError, type Port, type QueryResult } from '../../src/core/core';
import { CoreModule, coreImports } from '../../src/core/module';
import { frameOf, seriesAnswer } from './frames';

const file = resolve(
  import.meta.dirname,
  '../..',
  process.env.ENSEMBLE_WASM ?? '../build/wasm/wasm/core.wasm',
);

function realCore(): Core {
  const module = new WebAssembly.Module(readFileSync(file));
  const real = new CoreModule(new WebAssembly.Instance(module, coreImports));
  const port: Port = {
    post(request) {
      const reply = real.call(request.op, request.parts);
      queueMicrotask(() => port.onreply?.({ id: request.id, ...reply }));
    },
    onreply: undefined,
  };
  return new Core(port);
}

async function loaded(): Promise<Core> {
  const core = realCore();
  await core.declareColumns(['config.lr', 'summary.acc']);
  const frame = frameOf(3, {
    id: [1, 2, 3],
    deleted: [0, 0, 0],
    display_name: ['run-10', 'run-9', '실행 1'],
    'config.lr': ['0.1', '"auto"', '0.001'],
  });
  expect(await core.loadRuns(frame)).toBe(3);
  return core;
}

test('the module is built', () => {
  expect(existsSync(file)).toBe(true);
});

describe('the run table', () => {
  test('filters and sorts', async () => {
    const core = await loaded();
    const all = (await core.queryRuns('', ['display_name'], 0)) as QueryResult;
    expect([...all.ids]).toEqual([2, 1, 3]);
    expect(all.total).toBe(3);
    const some = (await core.queryRuns('lr < 0.01', [], 0)) as QueryResult;
    expect([...some.ids]).toEqual([3]);
    const korean = (await core.queryRuns('실행', ['-summary.acc'], 0)) as QueryResult;
    expect([...korean.ids]).toEqual([3]);
    expect(korean.needed).toEqual(['summary.acc']);
  });

  test('takes requests of any size', async () => {
    const core = await loaded();
    const names = Array.from({ length: 5000 }, (_, i) => `config.layer${String(i)}.weight`);
    await core.declareColumns(names);
    const found = (await core.queryRuns('layer4999.weight > 1', [], 0)) as QueryResult;
    expect(found.needed).toEqual(['config.layer4999.weight']);
    expect((await core.runRows(new Float64Array(3000).fill(2), ['display_name'])).rows).toBe(3000);
  });

  test('says where a filter is wrong', async () => {
    const core = await loaded();
    expect(await core.queryRuns('nonsense > 3', [], 0)).toEqual({
      kind: 9,
      position: 0,
      bytes: 8,
      detail: 'nonsense',
    });
  });

  test('gives cells as numbers, texts or nothing', async () => {
    const core = await loaded();
    const frame = await core.runRows(new Float64Array([3, 99, 2]), ['display_name', 'config.lr']);
    expect(frame.rows).toBe(3);
    expect(frame.cell('display_name', 0)).toBe('실행 1');
    expect(frame.cell('config.lr', 0)).toBe(0.001);
    expect(frame.cell('config.lr', 1)).toBeUndefined();
    expect(frame.cell('config.lr', 2)).toBe('auto');
    expect(frame.cell('id', 1)).toBeUndefined();
  });

  test('refuses a frame with a wrong checksum and goes on', async () => {
    const core = await loaded();
    const bytes = new Uint8Array(frameOf(1, { id: [7], deleted: [0] }));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await expect(core.loadRuns(bytes.buffer)).rejects.toBeInstanceOf(CoreError);
    expect(((await core.queryRuns('', [], 0)) as QueryResult).total).toBe(3);
  });
});

test('curves come with every extreme', async () => {
  const core = realCore();
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const y = x.map((i) => (i === 4000 ? 99 : 1));
  const [curve] = await core.drawSeries(seriesAnswer([{ run: 5, key: 0, x, y }]), {
    smoothing: 'exponential',
    strength: 0.9,
    logY: false,
    points: 200,
    xSpan: 0,
  });
  expect(curve?.run).toBe(5);
  expect(curve?.x.length).toBeLessThanOrEqual(201);
  expect(Math.max(...(curve?.high ?? []))).toBe(99);
  expect(curve?.together).toBe(true);
  expect(curve?.points).toBe(5000);
});
