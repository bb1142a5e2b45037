// SPDX-License-Identifier: Apache-2.0
import { answerAhead } from './ahead';
import { Api } from './api';
import { ApiError, type ErrorCode } from './errors';
import { Http } from './http';
import { KeptAnswers } from './kept-answers';
import type { LiveState, Socket } from './link';
import { LiveChannel, type Listener } from './live';
import { withPatience } from './patience';

// The one connection of this page to its daemon.

let signedOutHook = (): void => undefined;

// What to do when the daemon no longer knows this session.
export function onSignedOut(act: () => void): void {
  signedOutHook = act;
}

let oldestShown_ms = $state(0);

// When the oldest of what is on show was answered, if the daemon is away; 0 otherwise.
export function keptSince_ms(): number {
  return state === 'live' ? 0 : oldestShown_ms;
}

export const kept = new KeptAnswers({
  open: async (user) => (await import('./answer-disk')).AnswerDisk.open(user),
  removeAll: async () => (await import('./answer-disk')).AnswerDisk.removeAll(),
  after,
  now: Date.now,
  aged: (oldest_ms) => (oldestShown_ms = oldest_ms),
});

export const api = new Api(
  new Http({ fetch: fetchOnce, onSignedOut: () => signedOutHook(), kept }),
);

function fetchOnce(
  path: string,
  request: RequestInit,
  spare: () => Promise<boolean>,
): Promise<Response> {
  const reads = request.method === 'GET' || path === '/api/series';
  if (!reads) return fetch(path, request);
  const own = new AbortController();
  const signal = AbortSignal.any([own.signal, ...(request.signal ? [request.signal] : [])]);
  const answer = answerAhead(path) ?? fetch(path, { ...request, signal });
  return withPatience(answer, { live, after, spare, abort: () => own.abort() });
}

function after(wait_ms: number, act: () => void): () => void {
  const timer = setTimeout(act, wait_ms);
  return () => clearTimeout(timer);
}

export const live = new LiveChannel({
  open: openSocket,
  probe,
  after,
  random: Math.random,
});

function openSocket(): Socket {
  const address = new URL('/api/live', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(address) as unknown as Socket;
}

async function probe(): Promise<'fine' | 'signed_out' | 'unreachable'> {
  try {
    await api.session();
    return 'fine';
  } catch (error) {
    const code = error instanceof ApiError ? error.code : 'unreachable';
    return code === 'unauthenticated' ? 'signed_out' : 'unreachable';
  }
}

let state = $state<LiveState>(live.state);
live.watch((next) => {
  state = next;
  if (next === 'live') kept.forgetAges();
});

export function liveState(): LiveState {
  return state;
}

// Whether the request failed because the daemon is away, as the live channel sees it too.
export function away(error: unknown): boolean {
  const codes: readonly ErrorCode[] = ['unreachable', 'unavailable'];
  const gap = state === 'reconnecting' || state === 'offline';
  return gap && error instanceof ApiError && codes.includes(error.code);
}

export function followBrowser(): void {
  addEventListener('online', () => live.nudge());
  addEventListener('offline', () => live.unplugged());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') live.nudge();
  });
}

// Follows a scope while the calling component lives; the scope may depend on state. Undefined
// follows nothing. Call it while the component is set up, before the first fetch.
export function follow(scope: () => string | undefined, listener: Listener): void {
  $effect.pre(() => {
    const wanted = scope();
    return wanted === undefined ? undefined : live.subscribe(wanted, listener);
  });
}
