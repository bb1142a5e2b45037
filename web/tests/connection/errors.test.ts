// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../../src/connection/api';
import { errorText } from '../../src/connection/error-text';
import { ApiError, errorCodes, errorFrom, transient } from '../../src/connection/errors';
import { Http } from '../../src/connection/http';
import { showLanguage } from '../../src/languages/language.svelte';

beforeAll(() => showLanguage('en'));

interface Sent {
  path: string;
  init: RequestInit;
}

function daemonThatAnswers(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  let signedOut = 0;
  const http = new Http({
    fetch: (path, init) => {
      sent.push({ path: String(path), init: init ?? {} });
      return Promise.resolve(answer());
    },
    onSignedOut: () => signedOut++,
  });
  return { http, api: new Api(http), sent, signedOut: () => signedOut };
}

const refusal = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ errors: [{ code, message: 'No such run.' }] }), {
    status,
    headers,
  });

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('answers', () => {
  test('JSON comes out as it went in', async () => {
    const { http, sent } = daemonThatAnswers(() => Response.json({ a: 1 }));
    expect(await http.get('/api/home')).toEqual({ a: 1 });
    expect(sent[0]?.init.headers).toEqual({});
  });

  test('what changes something carries the header that foreign pages cannot send', async () => {
    const { api, sent } = daemonThatAnswers(() => new Response(null, { status: 204 }));
    await api.ownKeys.revoke(3);
    expect(sent[0]?.path).toBe('/api/keys/3');
    expect(sent[0]?.init.method).toBe('DELETE');
    expect(sent[0]?.init.headers).toMatchObject({ 'X-Ensemble-Request': '1' });
  });

  test('the version of a run table is its header', async () => {
    const headers = { 'X-Ensemble-Version': '41' };
    const { api, sent } = daemonThatAnswers(() => new Response('ECF1', { headers }));
    const table = await api.runTable('a b', 'p/q', 7, ['config.lr', 'summary.a,b']);
    expect(table.version).toBe(41);
    expect(sent[0]?.path).toBe(
      '/api/projects/a%20b/p%2Fq/runs?since=7&columns=config.lr,summary.a%2Cb',
    );
  });

  test('names in addresses are escaped', () => {
    const { api } = daemonThatAnswers(() => Response.json({}));
    const at = { team: 'alice', project: 'digits', run: 'r?1' };
    expect(api.fileAddress(at, 'media/images/a b#1.png', true)).toBe(
      '/api/runs/alice/digits/r%3F1/files/media/images/a%20b%231.png?download=1',
    );
  });
});

describe('failures', () => {
  test('the daemon names the code and says why', async () => {
    const { api } = daemonThatAnswers(() => refusal(404, 'not_found'));
    const error = await failureOf(api.home());
    expect(error).toMatchObject({ code: 'not_found', detail: 'No such run.', status: 404 });
  });

  test('too many attempts say how long to wait', async () => {
    const { api } = daemonThatAnswers(() => refusal(429, 'rate_limited', { 'Retry-After': '30' }));
    const error = await failureOf(api.signIn({ name: 'a', password: 'b' }));
    expect(error).toMatchObject({ code: 'rate_limited', retry_after_ms: 30_000 });
  });

  test('an ended session is noticed anywhere but at the sign-in', async () => {
    const home = daemonThatAnswers(() => refusal(401, 'unauthenticated'));
    await failureOf(home.api.home());
    expect(home.signedOut()).toBe(1);
    const door = daemonThatAnswers(() => refusal(401, 'unauthenticated'));
    await failureOf(door.api.signIn({ token: 'x' }));
    expect(door.signedOut()).toBe(0);
  });

  test('no answer is "unreachable"', async () => {
    const { api } = daemonThatAnswers(() => Promise.reject(new TypeError('failed')));
    expect((await failureOf(api.home())).code).toBe('unreachable');
  });

  test('an abort stays an abort', async () => {
    const abort = new DOMException('', 'AbortError');
    const { api } = daemonThatAnswers(() => Promise.reject(abort));
    await expect(api.home()).rejects.toBe(abort);
  });

  test('something that is not JSON is "unreadable"', async () => {
    const { api } = daemonThatAnswers(() => new Response('<html>'));
    expect((await failureOf(api.home())).code).toBe('unreadable');
  });

  test.each([
    [502, '<html>', 'unreachable'],
    [503, '', 'unavailable'],
    [500, '{"errors":[]}', 'internal'],
    [404, 'null', 'not_found'],
    [418, '{"errors":[{"code":"teapot"}]}', 'bad_request'],
    [507, '{"errors":[{"code":"disk_full","message":"Full."}]}', 'disk_full'],
  ])('status %i with the body %s is %s', (status, body, code) => {
    expect(errorFrom(status, body, null).code).toBe(code);
  });
});

test('every code has a sentence of its own', () => {
  const internals = ['io_error', 'corrupt', 'newer_version', 'in_use', 'internal'];
  const sentences = errorCodes
    .filter((code) => !internals.includes(code))
    .map((code) => errorText(new ApiError(code, '', 0)));
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('what may pass by itself is called transient', () => {
  expect(errorCodes.filter(transient)).toEqual([
    'rate_limited',
    'disk_full',
    'unavailable',
    'unreachable',
  ]);
});
