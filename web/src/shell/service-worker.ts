// SPDX-License-Identifier: Apache-2.0
import { fileFor, pageFile } from './addresses';
import { ShellStore, type Shell } from './shell-store';

// The service worker: the page opens from this machine, always, so that opening waits for no
// network and all files are of one version. A new version is loaded beside the old one and takes
// over when a page says so or when no page is open any more. Data never pass through here.

interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends LaterEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface MessageToWorker extends LaterEvent {
  readonly data: unknown;
}
interface Events {
  install: LaterEvent;
  activate: LaterEvent;
  fetch: RequestEvent;
  message: MessageToWorker;
}
interface Scope {
  // Put before this script by scripts/plugins/service-worker.ts.
  readonly ensembleShell: Shell;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(name: Name, act: (event: Events[Name]) => void): void;
}

const scope = self as unknown as Scope;
const shell = scope.ensembleShell;
const files = new Set(Object.keys(shell.files));
const store = new ShellStore(shell, {
  caches,
  fetch: (address, request) => fetch(address, request),
  origin: location.origin,
});

// Removes older versions once no tab can need them: `pages_max` tabs are open at most, and no newer
// version is coming, whose files would go as well.
async function tidy(pages_max: number): Promise<void> {
  const pages = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { installing, waiting } = scope.registration;
  if (pages.length <= pages_max && installing === null && waiting === null) {
    await store.removeOthers();
  }
}

async function take(): Promise<void> {
  await scope.clients.claim();
  await tidy(0);
}

async function answer(request: Request, path: string): Promise<Response> {
  return (await store.answer(path)) ?? fetch(request);
}

scope.addEventListener('install', (event) => event.waitUntil(store.install()));
scope.addEventListener('activate', (event) => event.waitUntil(take()));

scope.addEventListener('fetch', (event) => {
  const path = fileFor(event.request, location.origin, files);
  if (path !== undefined) event.respondWith(answer(event.request, path));
  if (path === pageFile) event.waitUntil(store.refreshPage());
});

scope.addEventListener('message', (event) => {
  if (event.data === 'use') event.waitUntil(scope.skipWaiting());
  // A page of this version has started; it needs no other.
  if (event.data === 'started') event.waitUntil(tidy(1));
});
