// SPDX-License-Identifier: Apache-2.0
import { ApiError, errorFrom } from './errors';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Bytes {
  readonly bytes: ArrayBuffer;
  // The header X-Ensemble-Version: what to pass as `since` next time.
  readonly version: number;
  // The header X-Ensemble-Full: the answer is everything, whatever `since` was.
  readonly full: boolean;
}

export interface HttpOptions {
  readonly fetch: typeof fetch;
  // The answer was 401: the session has ended.
  readonly onSignedOut: () => void;
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
    const response = await this.#send(method, path, body, signal);
    const text = await this.#read(() => response.text());
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiError('unreadable', '', response.status);
    }
  }

  async bytes(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Bytes> {
    const response = await this.#send(method, path, body, signal);
    const bytes = await this.#read(() => response.arrayBuffer());
    return {
      bytes,
      version: Number(response.headers.get('X-Ensemble-Version') ?? 0),
      full: response.headers.get('X-Ensemble-Full') === '1',
    };
  }

  async text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await this.#send('GET', path, undefined, signal);
    return this.#read(() => response.text());
  }

  async #send(
    method: Method,
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const headers: Record<string, string> = {};
    if (method !== 'GET') headers['X-Ensemble-Request'] = '1';
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const request: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) request.body = JSON.stringify(body);
    if (signal !== undefined) request.signal = signal;
    const response = await this.#read(() => this.options.fetch(path, request));
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
