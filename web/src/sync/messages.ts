// SPDX-License-Identifier: Apache-2.0
import type { LiveState } from '../connection/link';
import type { Refused } from './types';

// What the parts of the sync engine say to each other: the page, its worker, the workers of the
// other tabs.

// What is kept, by key; see shared/sync/replica.h.
export type Entry = readonly [key: string, text: string];

// What changed of it, at once. No key is in both.
export interface Batch {
  readonly put: readonly Entry[];
  readonly removed: readonly string[];
}

// A command that a person asked for, under its name for ever.
export interface Offer {
  readonly id: string;
  readonly command: object;
  readonly made_at_ms: number;
}

// A run that a page knew from elsewhere, as a row of kind "run".
export interface LentRun {
  readonly k: 'run';
  readonly id: number;
  readonly project: number;
}

// So many are kept, the newest.
export const lent_max = 200;

// The command is safe on the disk, or it was refused at once and is not kept.
export interface Answer {
  readonly id: string;
  readonly refused?: Refused;
}

// From any tab to the one that leads.
export type Asked =
  | { readonly t: 'offer'; readonly offer: Offer }
  | { readonly t: 'dismiss'; readonly number: number }
  | { readonly t: 'lend'; readonly run: LentRun }
  // Try again now: the network is back.
  | { readonly t: 'nudge' }
  // The machine has no network.
  | { readonly t: 'unplugged' }
  // The connection may be dead without knowing it.
  | { readonly t: 'doubt' };

// From the tab that leads to all.
export type Told =
  | { readonly t: 'batch'; readonly batch: Batch }
  | { readonly t: 'purge'; readonly scope: string }
  | { readonly t: 'answer'; readonly answer: Answer }
  | { readonly t: 'connection'; readonly connection: LiveState };

// From tab to tab.
export type Heard =
  | Asked
  | Told
  // A tab leads from now on; what its forerunner told may not have reached everybody.
  | { readonly t: 'leading' }
  // Which connection is there?
  | { readonly t: 'who' };

// From the page to its worker.
export type ToWorker =
  | Asked
  // The module, so that the page has its own instance of it.
  | { readonly t: 'module' }
  // What comes back from now on goes by this number, until the next start or stop.
  | {
      readonly t: 'start';
      readonly user: number;
      readonly shown: 'connecting' | 'offline';
      readonly life: number;
    }
  | { readonly t: 'stop' };

// From the worker to its page.
export type ToPage =
  | Told
  | { readonly t: 'module'; readonly module: WebAssembly.Module }
  // Everything anew.
  | { readonly t: 'snapshot'; readonly entries: readonly Entry[] }
  | { readonly t: 'role'; readonly leads: boolean; readonly memoryOnly: boolean }
  // Somebody else is signed in here, or what was kept has been removed.
  | { readonly t: 'ended'; readonly why: 'other_user' | 'forgotten' };
