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

const world = { sync, session, signOut, purged: [] as string[] };
export type SyncPage = typeof world;

sync.onPurge((scope) => world.purged.push(scope));
Object.assign(window, { world });
followBrowser();
followOtherTabs();
watchSurroundings();
void loadSession();
