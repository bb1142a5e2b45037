// SPDX-License-Identifier: Apache-2.0

// The daemon's codes, plus what only the page can see.
export const errorCodes = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'unsupported',
  'rate_limited',
  'disk_full',
  'unavailable',
  'io_error',
  'corrupt',
  'newer_version',
  'in_use',
  'internal',
  'unreachable', // no answer: the daemon is stopped or the network is gone
  'unreadable', // an answer that is not what the protocol says
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode,
    // What the daemon said, in English; '' when it said nothing.
    readonly detail: string,
    readonly status: number,
    readonly retry_after_ms: number | undefined = undefined,
  ) {
    super(detail === '' ? code : `${code}: ${detail}`);
  }
}

// Whether the same request may succeed later without being changed.
export function transient(code: ErrorCode): boolean {
  return ['rate_limited', 'disk_full', 'unavailable', 'unreachable'].includes(code);
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'too_large',
  429: 'rate_limited',
  502: 'unreachable',
  503: 'unavailable',
  504: 'unreachable',
  507: 'disk_full',
};

function isErrorCode(code: unknown): code is ErrorCode {
  return (errorCodes as readonly unknown[]).includes(code);
}

// The error in an answer that is not 2xx. A proxy in between may answer without our body.
export function errorFrom(status: number, body: string, retryAfter: string | null): ApiError {
  const first = firstError(body);
  const fallback = codeOfStatus[status] ?? (status >= 500 ? 'internal' : 'bad_request');
  const code = isErrorCode(first.code) ? first.code : fallback;
  const detail = typeof first.message === 'string' ? first.message : '';
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  return new ApiError(code, detail, status, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

function firstError(body: string): { code?: unknown; message?: unknown } {
  try {
    const parsed: unknown = JSON.parse(body);
    const errors = (parsed as { errors?: unknown } | null)?.errors;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    return typeof first === 'object' && first !== null ? first : {};
  } catch {
    return {};
  }
}
