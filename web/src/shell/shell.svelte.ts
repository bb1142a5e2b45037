// SPDX-License-Identifier: Apache-2.0
import { live } from '../connection/connection.svelte';
import { ShellUpdates } from './updates';

const check_ms = 3_600_000;

let ready = $state(false);
let updates: ShellUpdates | undefined;

// A newer version of the page is on this machine and waits to be used.
export function updateReady(): boolean {
  return ready;
}

export function useUpdate(): void {
  updates?.use();
}

// Keeps the page on this machine, so that it opens without a network. Does nothing where browsers
// do not allow it: on insecure addresses and in some private windows.
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const own = new ShellUpdates(navigator.serviceWorker, {
    reload: () => location.reload(),
    ready: () => (ready = true),
  });
  updates = own;
  afterLoad(() => void own.start().catch(() => undefined));
  setInterval(() => own.check(), check_ms);
  // A daemon that was away may have come back newer.
  let greeted = false;
  live.watchGreetings(() => {
    if (greeted) own.check();
    greeted = true;
  });
}

// The first visit loads its screen before the rest of the shell.
function afterLoad(act: () => void): void {
  const idle = (): void => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 2000 });
    else setTimeout(act, 200);
  };
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}
