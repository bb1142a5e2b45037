// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeServiceWorker } from '../../scripts/plugins/service-worker';

// The page's service worker has everything and answers for this tab.
export async function shellKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}

// The versions of the shell that the browser keeps.
export function keptVersions(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => /shell/.test(name)));
}

// The page as a later build would have it: one file differs, and it says so in the page.
export async function laterBuild(dist: string, mark: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  cpSync(dist, folder, { recursive: true });
  appendFileSync(
    join(folder, 'theme.js'),
    `\ndocument.documentElement.dataset.build = '${mark}';\n`,
  );
  await writeServiceWorker(folder);
  return folder;
}
