// SPDX-License-Identifier: Apache-2.0
import type { LiveState } from '../connection/link';

const fromBest: readonly LiveState[] = [
  'live',
  'connecting',
  'reconnecting',
  'offline',
  'signed_out',
];

// What is to be said of two connections to the same daemon: what the worse of them lacks.
export function worse(one: LiveState, other: LiveState): LiveState {
  return fromBest[Math.max(fromBest.indexOf(one), fromBest.indexOf(other))] ?? 'connecting';
}
