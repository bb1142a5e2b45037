// SPDX-License-Identifier: Apache-2.0
import { api, live } from '../connection/connection.svelte';
import { CoreModule, coreImports } from '../core/module';
import { toSyncWorker } from '../core/start';
import { forgetWithPerson } from '../session/forgetting';
import type { Sync } from './contract';
import { forgetDisks } from './disk';
import { PageSync } from './page-sync.svelte';
import { randomId, randomNumber } from './random';
import { Replica } from './replica';

// The one sync of this page.

const own: PageSync = new PageSync({
  post: toSyncWorker((message, life) => own.receive(message, life)),
  replica: async (module) =>
    new Replica(new CoreModule(await WebAssembly.instantiate(module, coreImports))),
  now: Date.now,
  randomId,
  randomNumber,
  // An answer of 401 ends the session of this page, any other answer is taken into it.
  askSession: () => askSession(),
  forgetDisks,
  holdPage,
});

export const sync: Sync = own;

let askSession = (): void => void api.session().catch(() => undefined);

// What to do when it is not known any more whose session this is.
export function onSessionDoubt(act: () => void): void {
  askSession = act;
}

export function startSync(user: number, shown: 'connecting' | 'offline'): void {
  void own.start(user, shown);
}

export function stopSync(): void {
  own.stop('signed_out');
}

// Tries again at once.
export function nudgeSync(): void {
  own.nudge();
}

forgetWithPerson(() => own.forget());

let held = false;

function holdPage(hold: boolean): void {
  if (hold === held) return;
  held = hold;
  if (hold) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

const minute_ms = 60_000;

// Follows the browser and the other connection. Call it once.
export function watchSurroundings(): void {
  addEventListener('online', () => own.nudge());
  addEventListener('offline', () => own.unplugged());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') own.nudge();
  });
  setInterval(() => {
    if (document.visibilityState === 'visible') own.refresh();
  }, minute_ms);
  // That one had to be opened anew; this one may have been lost with it, unnoticed.
  let greeted = false;
  live.watchGreetings(() => {
    if (greeted) own.doubt();
    greeted = true;
  });
}
