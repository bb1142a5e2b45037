// SPDX-License-Identifier: Apache-2.0
import { followBrowser } from '../../../src/connection/connection.svelte';
import {
  followOtherTabs,
  loadSession,
  session,
  signOut,
} from '../../../src/session/session.svelte';
import { sync, watchSurroundings } from '../../../src/sync/sync.svelte';

// The session and the sync of the page without its screens, for tests to call.

const world = {
  sync,
  session,
  signOut,
  purged: [] as string[],
  // What a reader of this view saw, one after the other.
  follow(name: string): unknown[] {
    const seen: unknown[] = [];
    $effect.root(() => {
      $effect(() => void seen.push($state.snapshot(sync.view(name))));
    });
    return seen;
  },
  // How often an effect runs that does nothing but ask for this.
  effectRuns(command: object): () => number {
    let runs = 0;
    $effect.root(() => {
      $effect(() => {
        runs++;
        void sync.act(command);
      });
    });
    return () => runs;
  },
};
export type SyncPage = typeof world;

sync.onPurge((scope) => world.purged.push(scope));
Object.assign(window, { world });
followBrowser();
followOtherTabs();
watchSurroundings();
void loadSession();
