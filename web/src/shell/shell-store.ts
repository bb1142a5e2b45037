// SPDX-License-Identifier: Apache-2.0
import { isHashed, pageFile, workerFile } from './addresses';

// The files of one built page: each path with its integrity as in HTML ("sha256-…").
export interface Shell {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

// A part of the browser that tests can stand in for.
export interface Platform {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete' | 'match'>;
  readonly fetch: typeof fetch;
  readonly origin: string;
}

const prefix = 'ensemble-shell ';
const atOnce = 4; // leaves connections to the page that is being opened meanwhile

// Keeps the shell of one version, whole, in a cache of its own. The browser checks every file
// against its hash, so files of two versions never mix, whatever the daemon serves meanwhile.
export class ShellStore {
  readonly #name: string;

  constructor(
    private readonly shell: Shell,
    private readonly platform: Platform,
  ) {
    this.#name = prefix + shell.version;
  }

  // Rejects when a file cannot be had; what was loaded by then is not loaded again.
  async install(): Promise<void> {
    const cache = await this.platform.caches.open(this.#name);
    const missing = Object.keys(this.shell.files).values();
    const work = async (): Promise<void> => {
      for (const path of missing) {
        if ((await cache.match(path)) === undefined) await this.#add(cache, path);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  // From this version, or from the older one that opened the tab which asks.
  async answer(path: string): Promise<Response | undefined> {
    const cache = await this.platform.caches.open(this.#name);
    const own = await cache.match(path);
    return own ?? (isHashed(path) ? this.platform.caches.match(path) : undefined);
  }

  // The headers of the page, with its content policy, are the daemon's newest: they can change
  // while the page does not. Gives whether that could be done: not without a network, and not when
  // the daemon has another page.
  async refreshPage(): Promise<boolean> {
    const cache = await this.platform.caches.open(this.#name);
    return this.#add(cache, pageFile).then(
      () => true,
      () => false,
    );
  }

  // Whether somebody answers at this address who has no such page: another program, as happens on
  // the ports of one's own machine.
  async abandoned(): Promise<boolean> {
    const asked = this.platform.fetch(`${this.platform.origin}${workerFile}`, {
      cache: 'no-store',
    });
    const response = await asked.catch(() => undefined);
    if (response?.ok !== true) return response?.status === 404;
    return !(response.headers.get('Content-Type') ?? '').includes('javascript');
  }

  removeOthers(): Promise<void> {
    return this.#remove((name) => name !== this.#name);
  }

  removeAll(): Promise<void> {
    return this.#remove(() => true);
  }

  async #remove(chosen: (name: string) => boolean): Promise<void> {
    const names = await this.platform.caches.keys();
    const shells = names.filter((name) => name.startsWith(prefix) && chosen(name));
    await Promise.all(shells.map((name) => this.platform.caches.delete(name)));
  }

  async #add(cache: Cache, path: string): Promise<void> {
    const response = await this.platform.fetch(this.platform.origin + path, {
      integrity: this.shell.files[path] ?? '',
      cache: isHashed(path) ? 'default' : 'no-cache',
      credentials: 'same-origin',
    });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
    await cache.put(path, response);
  }
}
