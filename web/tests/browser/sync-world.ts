// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { coreModule } from '../../scripts/plugins/core-module';
import type { PendingItem, Verdict } from '../../src/sync/types';
import type { RealDaemon } from './real-daemon';
import type { SyncPage } from './sync-page/main.svelte';

declare global {
  interface Window {
    world: SyncPage;
  }
}

const web = join(import.meta.dirname, '../..');
// Of this process: files of tests run side by side.
export const syncPage = mkdtempSync(join(tmpdir(), 'sync-page-'));

export async function buildSyncPage(): Promise<void> {
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'sync-page'),
    plugins: [svelte({ configFile: join(web, 'svelte.config.js') }), coreModule()],
    worker: { format: 'es', plugins: () => [coreModule()] },
    build: { target: 'es2023', outDir: syncPage, emptyOutDir: true, assetsInlineLimit: 0 },
    logLevel: 'error',
  });
}

export function removeSyncPage(): void {
  rmSync(syncPage, { recursive: true, force: true });
}

// A tab with the sync of the real daemon.
export class SyncTab {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, origin: string): Promise<SyncTab> {
    const tab = new SyncTab(await context.newPage());
    await tab.page.goto(origin);
    await tab.until('ready', true);
    return tab;
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.until('ready', true);
  }

  // Waits until this of the sync's state is so.
  async until<Name extends keyof SyncPage['sync']['state']>(
    name: Name,
    value: SyncPage['sync']['state'][Name],
  ): Promise<void> {
    await this.page.waitForFunction(
      ([name, value]) => window.world?.sync.state[name as Name] === value,
      [name, value] as const,
    );
  }

  live(): Promise<void> {
    return this.until('connection', 'live');
  }

  act(command: object): Promise<Verdict> {
    return this.page.evaluate((command) => window.world.sync.act(command), command);
  }

  async accepted(command: object): Promise<void> {
    expect(await this.act(command)).toMatchObject({ accepted: true });
  }

  view<T>(name: string, parameters: object = {}): Promise<T | null> {
    return this.page.evaluate(([name, parameters]) => window.world.sync.view(name, parameters), [
      name,
      parameters,
    ] as const) as Promise<T | null>;
  }

  pending(): Promise<PendingItem[] | null> {
    return this.view<PendingItem[]>('pending');
  }

  freshId(): Promise<number> {
    return this.page.evaluate(() => window.world.sync.freshId());
  }

  nudge(): Promise<boolean> {
    return this.page.evaluate(() => dispatchEvent(new Event('online')));
  }

  raw(): Promise<string> {
    return databasesOf(this.page);
  }
}

// Everything that the browser's databases of this address hold, read past the engine; bytes as the
// letters that they would be.
export function databasesOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const readable = (_key: string, value: unknown): unknown => {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
      return bytes instanceof Uint8Array ? new TextDecoder('latin1').decode(bytes) : value;
    };
    const named = await indexedDB.databases();
    const texts = named.map(async ({ name = '' }) => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      const stores = [...db.objectStoreNames];
      const all = stores.map(
        (store) =>
          new Promise<unknown>((resolve) => {
            const reading = db.transaction(store).objectStore(store).getAll();
            reading.onsuccess = () => resolve(reading.result);
          }),
      );
      const content = JSON.stringify(await Promise.all(all), readable);
      db.close();
      return `${name} ${content}`;
    });
    return (await Promise.all(texts)).join('\n');
  });
}

// A browser of this person, signed in.
export async function signedIn(
  daemon: RealDaemon,
  context: BrowserContext,
  name: string,
): Promise<void> {
  const printed = new URL(daemon.command('user', 'link', name));
  const answer = await context.request.post(`${daemon.origin}/api/session`, {
    data: { token: printed.searchParams.get('token') },
    headers: { 'X-Ensemble-Request': '1' },
  });
  expect(answer.status()).toBe(200);
}
