// SPDX-License-Identifier: Apache-2.0
import { t } from '../languages/language.svelte';
import type { Visibility } from '../sync/types';

// What people gain and lose whom no view names: whoever has the address, whoever is signed in.
export interface OutsideChange {
  readonly sign: 'gain' | 'loss';
  readonly what: 'reads' | 'logs';
}

const reads = (visibility: Visibility): boolean => visibility === 'public' || visibility === 'open';
const logs = (visibility: Visibility): boolean => visibility === 'open';

export function outsideChanges(from: Visibility, to: Visibility): OutsideChange[] {
  const changes: OutsideChange[] = [];
  for (const [what, may] of [
    ['reads', reads],
    ['logs', logs],
  ] as const) {
    if (may(from) !== may(to)) changes.push({ sign: may(to) ? 'gain' : 'loss', what });
  }
  return changes;
}

export function outsideText({ sign, what }: OutsideChange): string {
  if (what === 'reads')
    return sign === 'gain' ? t('permissions.anybodyReads') : t('permissions.nobodyElseReads');
  return sign === 'gain' ? t('permissions.anybodyLogs') : t('permissions.nobodyElseLogs');
}
