// SPDX-License-Identifier: Apache-2.0
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AnswerDisk } from '../../src/connection/answer-disk';
import { Api } from '../../src/connection/api';
import { Http } from '../../src/connection/http';
import { keepable } from '../../src/connection/keepable';
import { KeptAnswers } from '../../src/connection/kept-answers';

let now_ms: number;
let oldest_ms: number;
let kept: KeptAnswers;
let api: Api;
// What the daemon answers; undefined: it is away.
let daemon: ((path: string) => Response) | undefined;

beforeEach(() => {
  now_ms = 1000;
  oldest_ms = 0;
  kept = new KeptAnswers({
    open: (user) => AnswerDisk.open(user),
    removeAll: () => AnswerDisk.removeAll(),
    after: () => () => undefined,
    now: () => now_ms,
    aged: (oldest) => (oldest_ms = oldest),
  });
  kept.use(9);
  const fetch = (path: string): Promise<Response> =>
    daemon === undefined ? Promise.reject(new TypeError()) : Promise.resolve(daemon(path));
  api = new Api(
    new Http({ fetch: fetch as typeof globalThis.fetch, onSignedOut: () => undefined, kept }),
  );
});
afterEach(async () => {
  daemon = undefined;
  await kept.forget();
});

const project = (team: string, name: string, id: number): void => {
  daemon = () => Response.json({ id, team, name });
};
const table = (bytes: number[], version: number, full = false): void => {
  const headers = {
    'X-Ensemble-Version': String(version),
    ...(full && { 'X-Ensemble-Full': '1' }),
  };
  daemon = () => new Response(new Uint8Array(bytes), { headers });
};
const away = (): void => (daemon = undefined);
const list = (buffer: ArrayBuffer): number[] => [...new Uint8Array(buffer)];
const unreachable = { code: 'unreachable' };

describe('without the daemon', () => {
  test('what it answered is given, with its age, until it answers again', async () => {
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    away();
    now_ms = 5000;
    expect(await api.project('ana', 'p')).toMatchObject({ id: 12 });
    expect(oldest_ms).toBe(1000);
    await expect(api.project('ana', 'q')).rejects.toMatchObject(unreachable);
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    expect(oldest_ms).toBe(0);
  });

  test('a refusal of the daemon stands, and nothing personal is kept', async () => {
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    daemon = () => Response.json({ errors: [{ code: 'not_found' }] }, { status: 404 });
    await expect(api.project('ana', 'p')).rejects.toMatchObject({ code: 'not_found' });
    for (const path of ['/api/session', '/api/keys', '/api/audit', '/api/join/abc'])
      expect(keepable('GET', path), path).toBeUndefined();
    expect(keepable('DELETE', '/api/runs/ana/p/r1')).toBeUndefined();
  });

  test('a table comes with all that went on from it', async () => {
    table([1, 2], 5);
    await api.runTable('ana', 'p', 0, ['b', 'a']);
    table([3], 6);
    now_ms = 2000;
    await api.runTable('ana', 'p', 5, ['b', 'a']);
    table([], 6);
    now_ms = 3000;
    await api.runTable('ana', 'p', 6, ['a', 'b']);
    table([9], 20);
    await api.runTable('ana', 'p', 19, ['a', 'b']);
    away();
    const found = await api.runTable('ana', 'p', 0, ['a', 'b']);
    expect(list(found.bytes)).toEqual([1, 2]);
    expect(found.kept?.later.map(list)).toEqual([[3]]);
    expect(found).toMatchObject({ version: 6, full: true, kept: { at_ms: 3000 } });
    await expect(api.runTable('ana', 'p', 6, ['a', 'b'])).rejects.toMatchObject(unreachable);
    table([4], 30, true);
    await api.runTable('ana', 'p', 6, ['a', 'b']);
    away();
    const anew = await api.runTable('ana', 'p', 0, ['a', 'b']);
    expect([list(anew.bytes), anew.kept?.later, anew.version]).toEqual([[4], [], 30]);
  });

  test('all of one moment is kept', async () => {
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    daemon = () => Response.json({ columns: [] });
    await api.columns('ana', 'p');
    table([1], 5);
    await api.runTable('ana', 'p', 0, []);
    await kept.flush();
    table([1], 5);
    await api.runTable('ana', 'p', 0, ['a']);
    await kept.flush();
    away();
    expect(await api.columns('ana', 'p')).toEqual({ columns: [] });
    expect(list((await api.runTable('ana', 'p', 0, [])).bytes)).toEqual([1]);
    expect(list((await api.runTable('ana', 'p', 0, ['a'])).bytes)).toEqual([1]);
  });

  test('nothing is given when it may not be shown', async () => {
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    away();
    kept.mayShow = () => Promise.resolve(false);
    await expect(api.project('ana', 'p')).rejects.toMatchObject(unreachable);
  });
});

describe('what is kept goes', () => {
  const series = {
    project: 13,
    runs: [1],
    keys: ['k'],
    stream: 'history',
    x: '',
    points: 9,
  } as const;
  const seeAll = async (): Promise<void> => {
    project('ana', 'p', 12);
    await api.project('ana', 'p');
    project('ana', 'q', 13);
    await api.project('ana', 'q');
    daemon = () => Response.json({ files: [] });
    await api.files({ team: 'ana', project: 'p', run: 'r' });
    await api.files({ team: 'ana', project: 'q', run: 'r' });
    await api.files({ team: 'ana', project: 'unknown', run: 'r' });
    await api.home();
    await api.series({ ...series, range: null });
    away();
  };
  const shown = async (): Promise<string[]> => {
    const asked = {
      p: api.project('ana', 'p'),
      q: api.project('ana', 'q'),
      filesP: api.files({ team: 'ana', project: 'p', run: 'r' }),
      filesQ: api.files({ team: 'ana', project: 'q', run: 'r' }),
      unknown: api.files({ team: 'ana', project: 'unknown', run: 'r' }),
      home: api.home(),
      series: api.series({ ...series, range: null }),
    };
    const names = Object.keys(asked);
    const settled = await Promise.allSettled(Object.values(asked));
    return names.filter((_, i) => settled[i]?.status === 'fulfilled');
  };

  test('with the project that may not be seen any more, and what may be about it', async () => {
    await seeAll();
    expect(await shown()).toHaveLength(7);
    await kept.purge('invites:3');
    expect(await shown()).toHaveLength(7);
    await kept.purge('runs:12');
    expect(await shown()).toEqual(['q', 'filesQ', 'series']);
  });

  test('with the team, and with the person', async () => {
    await seeAll();
    await kept.purge('team:3');
    expect(await shown()).toEqual([]);
    await seeAll();
    await kept.forget();
    expect(await shown()).toEqual([]);
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([]);
    kept.use(10);
    expect(await shown()).toEqual([]);
  });

  test('when there is no room, the oldest first', async () => {
    const disk = await AnswerDisk.open(9, 10_000);
    const put = async (name: string, at_ms: number, bytes: number): Promise<void> => {
      const of = keepable('GET', `/api/projects/ana/${name}`);
      const answer = { body: 'x'.repeat(bytes), version: 0, at_ms };
      if (of !== undefined) await disk?.put([{ ...answer, of }]);
    };
    await put('a', 1, 4000);
    await put('b', 2, 4000);
    await put('c', 3, 4000);
    const there = async (name: string): Promise<boolean> =>
      (await disk?.find(`/api/projects/ana/${name}?`)) !== undefined;
    expect([await there('a'), await there('b'), await there('c')]).toEqual([false, true, true]);
    disk?.close();
  });
});
