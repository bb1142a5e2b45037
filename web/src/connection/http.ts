// SPDX-License-Identifier: Apache-2.0
import { ApiError, errorFrom } from './errors';
import { keepable, projectIn } from './keepable';
import type { KeptAnswers } from './kept-answers';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Bytes {
  readonly bytes: ArrayBuffer;
  // The header X-Ensemble-Version: what to pass as `since` next time.
  readonly version: number;
  // The header X-Ensemble-Full: the answer is everything, whatever `since` was.
  readonly full: boolean;
  // The daemon did not answer: this was kept, and these go on from it. When it was answered.
  readonly kept?: { readonly later: readonly ArrayBuffer[]; readonly at_ms: number };
}

export interface HttpOptions {
  // `spare` tells whether the request can do without its answer.
  readonly fetch: (
    path: string,
    request: RequestInit,
    spare: () => Promise<boolean>,
  ) => Promise<Response>;
  // The answer was 401: the session has ended.
  readonly onSignedOut: () => void;
  // What it answered before is given when it does not answer.
  readonly kept?: Pick<KeptAnswers, 'keep' | 'find'>;
}

// Requests to the daemon this page came from. Every failure is an ApiError, except an abort,
// which is the AbortError of the platform.
export class Http {
  constructor(private readonly options: HttpOptions) {}

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.json<T>('GET', path, undefined, signal);
  }

  // `T` is void for requests that answer without a body.
  async json<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const { text, status } = await this.#text(method, path, body, signal);
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiError('unreadable', '', status);
    }
  }

  async bytes(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Bytes> {
    const of = keepable(method, path, body);
    try {
      const response = await this.#send(method, path, body, signal);
      const bytes = await this.#read(() => response.arrayBuffer());
      const version = Number(response.headers.get('X-Ensemble-Version') ?? 0);
      const full = response.headers.get('X-Ensemble-Full') === '1';
      if (of) this.options.kept?.keep(full ? { ...of, since: 0 } : of, { body: bytes, version });
      return { bytes, version, full };
    } catch (cause) {
      const found = of && isAway(cause) ? await this.options.kept?.find(of) : undefined;
      if (found === undefined || typeof found.body === 'string') throw cause;
      const { body: bytes, version, later, at_ms } = found;
      return { bytes, version, full: true, kept: { later, at_ms } };
    }
  }

  async text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await this.#send('GET', path, undefined, signal);
    return this.#read(() => response.text());
  }

  async #text(
    method: Method,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<{ text: string; status: number }> {
    const of = keepable(method, path, body);
    try {
      const response = await this.#send(method, path, body, signal);
      const text = await this.#read(() => response.text());
      const project = projectIn(path, text);
      if (of) this.options.kept?.keep({ ...of, project }, { body: text, version: 0 });
      return { text, status: response.status };
    } catch (cause) {
      const found = of && isAway(cause) ? await this.options.kept?.find(of) : undefined;
      if (typeof found?.body !== 'string') throw cause;
      return { text: found.body, status: 200 };
    }
  }

  async #send(
    method: Method,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    if (method !== 'GET') headers['X-Ensemble-Request'] = '1';
    const raw = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = raw ? body.type : 'application/json';
    const request: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) request.body = raw ? body : JSON.stringify(body);
    if (signal !== undefined) request.signal = signal;
    const of = keepable(method, path, body);
    const spare = async (): Promise<boolean> =>
      of !== undefined && (await this.options.kept?.find(of)) !== undefined;
    const response = await this.#read(() => this.options.fetch(path, request, spare));
    if (response.ok) return response;
    const text = await response.text().catch(() => '');
    const error = errorFrom(response.status, text, response.headers.get('Retry-After'));
    const isSignIn = method === 'POST' && path === '/api/session';
    if (error.code === 'unauthenticated' && !isSignIn) this.options.onSignedOut();
    throw error;
  }

  async #read<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'AbortError') throw cause;
      throw new ApiError('unreachable', '', 0);
    }
  }
}

function isAway(cause: unknown): boolean {
  return cause instanceof ApiError && ['unreachable', 'unavailable'].includes(cause.code);
}
