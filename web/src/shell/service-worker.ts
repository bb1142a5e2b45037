// SPDX-License-Identifier: Apache-2.0
import { daemonWords, fileFor, isHashed, pageFile } from './addresses';
import { ShellStore, type Shell } from './shell-store';

// The service worker: the page opens from this machine, always, so that opening waits for no
// network and all files are of one version. A new version is loaded beside the old one and takes
// over when a page says so or when no page is open any more. Data never pass through here.

interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface InstallEvent extends LaterEvent {
  // Not in every browser: what is decided without starting this worker.
  addRoutes?(rules: readonly object[]): Promise<void>;
}
interface RequestEvent extends LaterEvent {
  readonly request: Request;
  readonly resultingClientId: string;
  respondWith(response: Promise<Response>): void;
}
interface MessageToWorker extends LaterEvent {
  readonly data: unknown;
}
interface Events {
  install: InstallEvent;
  activate: LaterEvent;
  fetch: RequestEvent;
  message: MessageToWorker;
}
interface Tab {
  readonly url: string;
  navigate(url: string): Promise<unknown>;
}
interface Scope {
  // Put before this script by scripts/plugins/service-worker.ts.
  readonly ensembleShell: Shell;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Tab[]>;
    // Waits for a tab that is being opened.
    get(id: string): Promise<Tab | undefined>;
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

// Requests for data do not wait for this worker to wake up.
async function passBy(event: InstallEvent): Promise<void> {
  const words = [...daemonWords].filter((word) => !isHashed(`/${word}/`));
  const rules = words.map((word) => ({
    condition: { urlPattern: { pathname: `/${word}/*` } },
    source: 'network',
  }));
  await event.addRoutes?.(rules).catch(() => undefined);
}

// Another program has taken the address: from now on everything passes by.
let over = false;

// Goes when somebody else answers. The tab is led to them first: whoever is no longer registered
// can lead nobody.
async function lookAfterPage(opening: string): Promise<void> {
  if ((await store.refreshPage()) || !(await store.abandoned())) return;
  over = true;
  // A tab that is still being opened may not be led away yet: then it is here afterwards.
  for (let tries = 0; tries < 10; tries++) {
    const tab = await scope.clients.get(opening);
    if (tab === undefined || !(await store.abandoned())) break;
    await tab.navigate(tab.url).catch(() => undefined);
  }
  await scope.registration.unregister();
  await store.removeAll();
}

async function answer(request: Request, path: string): Promise<Response> {
  return (await store.answer(path)) ?? fetch(request);
}

scope.addEventListener('install', (event) => {
  event.waitUntil(passBy(event));
  event.waitUntil(store.install());
});
scope.addEventListener('activate', (event) => event.waitUntil(take()));

scope.addEventListener('fetch', (event) => {
  if (over) return;
  const path = fileFor(event.request, location.origin, files);
  if (path !== undefined) event.respondWith(answer(event.request, path));
  if (path === pageFile) event.waitUntil(lookAfterPage(event.resultingClientId));
});

scope.addEventListener('message', (event) => {
  if (event.data === 'use') event.waitUntil(scope.skipWaiting());
  // A page of this version has started; it needs no other.
  if (event.data === 'started') event.waitUntil(tidy(1));
});
