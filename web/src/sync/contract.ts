// SPDX-License-Identifier: Apache-2.0
import type { LiveState } from '../connection/link';
import type { LentRun, ToWorker } from './messages';
import type { Replica } from './replica';
import type { Verdict } from './types';

// The control plane, for screens: what they show of it and how they change it.
export interface Sync {
  readonly state: {
    // Something can be shown, from the disk or from the daemon.
    readonly ready: boolean;
    readonly connection: LiveState;
    // Commands the daemon has not answered, and those that it refused and nobody has read.
    readonly waiting: number;
    readonly refused: number;
    // Nothing is kept beyond this tab.
    readonly memoryOnly: boolean;
    readonly leader: boolean;
    // The daemon was not heard of for so long that what it said may not be shown.
    readonly leaseOver: boolean;
  };
  // By name and parameters, as wasm/views has it; null when there is nothing to be seen. Who reads
  // it in a $derived or a template is told when it may have changed.
  view<T>(name: string, parameters?: object): T | null;
  // What would become of the command; nothing is kept.
  foretell(command: object): Verdict;
  // Views show the command at once. Resolves when it is refused without being kept, or when it is
  // safe on this machine; what the daemon says of it later is in the view "pending".
  act(command: object): Promise<Verdict>;
  // A refused command was read.
  dismiss(number: number): void;
  // For what a command makes.
  freshId(): number;
  // The scope may not be shown any more: whatever was kept of it elsewhere is to be forgotten.
  onPurge(listener: (scope: string) => void): () => void;
  // A run that was fetched in another way, so that commands about it can be decided here.
  lend(run: LentRun): void;
}

export interface PageSurroundings {
  readonly post: (message: ToWorker) => void;
  readonly replica: (module: WebAssembly.Module) => Promise<Replica>;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly randomNumber: () => number; // whole, in [2^32, 2^52)
  // The session has ended or is another person's: ask the daemon whose it is.
  readonly askSession: () => void;
  readonly forgetDisks: () => Promise<void>;
  // Whether something would be lost if the page went now.
  readonly holdPage: (hold: boolean) => void;
}
