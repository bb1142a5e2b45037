// SPDX-License-Identifier: Apache-2.0
import type { ApiKey, ProjectRow, RunRow } from '../../src/connection/types';

export function projectNamed(name: string, more: Partial<ProjectRow> = {}): ProjectRow {
  return {
    id: 1,
    team: 'ana',
    name,
    runs: 0,
    running: 0,
    updated_at_ms: Date.now() - 3 * 3_600_000,
    ...more,
  };
}

export function runNamed(display_name: string, more: Partial<RunRow> = {}): RunRow {
  const now = Date.now();
  return {
    id: 1,
    name: '3k9f2m1q',
    team: 'vision-lab',
    project: 'digits',
    display_name,
    state: 'running',
    author: 'ana',
    group: '',
    job_type: '',
    notes: '',
    tags: [],
    created_at_ms: now - 151_000,
    started_at_ms: now - 151_000,
    updated_at_ms: now - 2_000,
    ended_at_ms: 0,
    runtime_s: 151,
    heartbeat_at_ms: now - 2_000,
    ...more,
  };
}

export function keyNamed(name: string, id: number, usedAgo_ms: number | null): ApiKey {
  const now = Date.now();
  return {
    id,
    name,
    prefix: 'ens-ab12',
    team: 0,
    project: 0,
    read_only: id === 2,
    expires_at_ms: id === 2 ? now + 5 * 86_400_000 : null,
    created_at_ms: now - 12 * 86_400_000,
    last_used_at_ms: usedAgo_ms === null ? null : now - usedAgo_ms,
  };
}
