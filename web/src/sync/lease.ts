// SPDX-License-Identifier: Apache-2.0
import type { Entry } from './messages';

const hour_ms = 3_600_000;
// What may not be shown any more waits so long for the daemon to be heard of again.
const grace_ms = 30 * 24 * hour_ms;

// Splits what is kept into what stays and the keys of what goes: nothing, or all that the daemon
// said, when it was last heard of too long ago. What the person asked for stays.
export function afterLease(
  entries: readonly Entry[],
  now_ms: number,
): { stays: readonly Entry[]; goes: readonly string[] } {
  const meta = entries.find(([key]) => key === 'meta')?.[1];
  if (meta === undefined || !isLongOver(meta, now_ms)) return { stays: entries, goes: [] };
  const isScope = ([key]: Entry): boolean => key.startsWith('scope/');
  return {
    stays: entries.filter((entry) => !isScope(entry)),
    goes: entries.filter(isScope).map(([key]) => key),
  };
}

function isLongOver(meta: string, now_ms: number): boolean {
  try {
    const { contact_ms = now_ms, lease_hours = 0 } = JSON.parse(meta) as {
      contact_ms?: number;
      lease_hours?: number;
    };
    return lease_hours > 0 && now_ms > contact_ms + lease_hours * hour_ms + grace_ms;
  } catch {
    return false;
  }
}
