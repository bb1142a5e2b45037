// SPDX-License-Identifier: Apache-2.0
import type { Platform } from '../../src/shell/shell-store';

// A CacheStorage of strings, and a site that serves files and checks their hashes as browsers do.
export class FakeSite {
  readonly stored = new Map<string, Map<string, string>>();
  readonly asked: string[] = [];
  // Path to content; what is not here is answered with 404.
  files: Record<string, string> = {};
  reachable = true;
  // What answers everything, in place of the site.
  instead: Response | undefined;

  readonly platform: Platform = {
    origin: 'https://ensemble.example',
    fetch: (address, request) => {
      const path = new URL(String(address)).pathname;
      this.asked.push(`${path} ${request?.cache ?? ''}`);
      if (this.instead !== undefined) return Promise.resolve(this.instead);
      if (!this.reachable) return Promise.reject(new TypeError('Failed to fetch'));
      const content = this.files[path];
      if (content === undefined) return Promise.resolve(new Response('', { status: 404 }));
      if (request?.integrity !== hashOf(content)) return Promise.reject(new TypeError('integrity'));
      return Promise.resolve(new Response(content));
    },
    caches: {
      open: (name) => Promise.resolve(this.#cache(name)),
      keys: () => Promise.resolve([...this.stored.keys()]),
      delete: (name) => Promise.resolve(this.stored.delete(name)),
      match: (path) => {
        const found = [...this.stored.values()].find((cache) => cache.has(String(path)));
        return Promise.resolve(answer(found?.get(String(path))));
      },
    },
  };

  #cache(name: string): Cache {
    const cache = this.stored.get(name) ?? new Map<string, string>();
    this.stored.set(name, cache);
    return {
      match: (path: string) => Promise.resolve(answer(cache.get(path))),
      put: async (path: string, response: Response) => void cache.set(path, await response.text()),
    } as unknown as Cache;
  }
}

const answer = (content: string | undefined): Response | undefined =>
  content === undefined ? undefined : new Response(content);

export const hashOf = (content: string): string => `hash of ${content}`;
