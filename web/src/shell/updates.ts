// SPDX-License-Identifier: Apache-2.0
import { workerFile } from './addresses';

// What the page needs of navigator.serviceWorker.
export type Container = Pick<
  ServiceWorkerContainer,
  'controller' | 'register' | 'addEventListener'
>;

// Keeps the page's service worker up to date. A new version is loaded in the background and takes
// over when `use` is called; without that, when every tab was closed.
export class ShellUpdates {
  #registration: ServiceWorkerRegistration | undefined;
  #reloading = false;
  #ready = false;
  #controlled: boolean;

  constructor(
    private readonly container: Container,
    private readonly page: { readonly reload: () => void; readonly ready: () => void },
  ) {
    this.#controlled = container.controller !== null;
  }

  // Fails when the browser or its owner allows no service workers.
  async start(): Promise<void> {
    this.container.addEventListener('controllerchange', () => this.#taken());
    this.container.controller?.postMessage('started');
    const registration = await this.container.register(workerFile, {
      scope: '/',
      updateViaCache: 'none',
    });
    this.#registration = registration;
    if (registration.waiting !== null) this.#show();
    this.#watch(registration.installing);
    registration.addEventListener('updatefound', () => this.#watch(registration.installing));
  }

  // Asks the daemon for a newer version.
  check(): void {
    // It is away, or is being replaced right now; the next check will tell.
    this.#registration?.update().catch(() => undefined);
  }

  // Starts the page anew, in its newest version.
  use(): void {
    const waiting = this.#registration?.waiting ?? null;
    if (waiting === null) return this.page.reload();
    this.#reloading = true;
    waiting.postMessage('use');
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      // The first one ever replaces nothing.
      if (worker.state === 'installed' && this.#registration?.active) this.#show();
    });
  }

  #taken(): void {
    const replaced = this.#controlled;
    this.#controlled = true;
    if (this.#reloading) this.page.reload();
    // Another tab wanted it; this one goes on until its person is ready.
    else if (replaced) this.#show();
  }

  #show(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.page.ready();
  }
}
