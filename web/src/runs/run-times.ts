// SPDX-License-Identifier: Apache-2.0
import type { Run, RunState } from '../connection/types';

// A running script is heard every 30 s; after twice that it is probably in trouble.
export const stale_ms = 60_000;

type Times = Pick<Run, 'state' | 'heartbeat_at_ms' | 'started_at_ms' | 'ended_at_ms' | 'runtime_s'>;

// When the script was last heard of, by the daemon or by this page; 0 when nobody knows.
export function heardAt(run: Times, seen_at_ms: number): number {
  return Math.max(run.heartbeat_at_ms ?? 0, seen_at_ms);
}

// How long the script has run, in seconds. While it runs, the clock of this page counts on.
export function ranFor(run: Times, now_ms: number): number {
  if (run.state !== 'running' || run.started_at_ms === 0) return run.runtime_s;
  return Math.max(run.runtime_s, (now_ms - run.started_at_ms) / 1000);
}

export function endedBadly(state: RunState): boolean {
  return state === 'failed' || state === 'crashed';
}

// No more is heard of it.
export function hasEnded(state: RunState): boolean {
  return ['finished', 'failed', 'crashed', 'killed', 'preempted'].includes(state);
}
