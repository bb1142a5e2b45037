// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, open, violations } from './browser';
import { FakeDaemon } from './fake-daemon';
import { keptVersions, laterBuild, shellKept } from './shell-world';

// A daemon is replaced by one with another page inside, while tabs are open.

const dist = join(import.meta.dirname, '../../dist');
let newer: string;
let browser: Browser;
let daemon: FakeDaemon;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
  newer = await laterBuild(dist, 'newer');
});
afterAll(async () => {
  await browser.close();
  rmSync(newer, { recursive: true });
});
beforeEach(async () => {
  daemon = await FakeDaemon.start(dist);
  ({ page, context, faults } = await open(browser));
  await page.goto(daemon.origin);
  await live(page);
  await shellKept(page);
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await daemon.stop();
});

const live = (of: Page) => of.locator('.sync.live').waitFor();
const ready = (of: Page) => of.locator('.sync.update').waitFor();
const build = (of: Page) => of.evaluate(() => document.documentElement.dataset['build'] ?? 'first');
const heading = (of: Page, name: string) => of.getByRole('heading', { name, exact: true });

// The daemon goes away and comes back newer.
function replaceDaemon(): void {
  daemon.dist = newer;
  daemon.cut();
}

async function useUpdate(of: Page): Promise<void> {
  await of.locator('.sync.update').click();
  const loaded = of.waitForEvent('load');
  await of.getByRole('button', { name: 'Load again' }).click();
  await loaded;
}

test('a newer page is loaded behind the older one and used when asked for', async () => {
  replaceDaemon();
  await ready(page);
  expect(await build(page)).toBe('first');
  expect(await keptVersions(page)).toHaveLength(2);
  await page.locator('.sync.update').click();
  await page.getByText('A newer Ensemble is on this machine.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('newer');
  await page.getByRole('option', { name: 'Use the newer Ensemble' }).waitFor();
  await page.keyboard.press('Escape');
  await useUpdate(page);
  await live(page);
  expect(await build(page)).toBe('newer');
  await expect.poll(() => keptVersions(page)).toHaveLength(1);
});

test('without being asked it is used once every tab was closed', async () => {
  replaceDaemon();
  await ready(page);
  await page.reload();
  await ready(page);
  expect(await build(page)).toBe('first');
  const blank = await context.newPage();
  await page.close();
  await expect
    .poll(async () => {
      page = await context.newPage();
      await page.goto(daemon.origin);
      const found = await build(page);
      if (found !== 'newer') await page.close();
      return found;
    })
    .toBe('newer');
  await blank.close();
  await expect.poll(() => keptVersions(page)).toHaveLength(1);
});

test('another tab goes on in its own version until its person is ready', async () => {
  const other = await context.newPage();
  await other.goto(daemon.origin);
  await live(other);
  replaceDaemon();
  await ready(page);
  await useUpdate(page);
  await ready(other);
  expect(await build(other)).toBe('first');
  await other.getByRole('link', { name: 'Settings' }).click();
  await heading(other, 'Profile').waitFor();
  await useUpdate(other);
  await live(other);
  expect(await build(other)).toBe('newer');
});

test('a build that comes damaged is not used', async () => {
  const damaged = await laterBuild(dist, 'damaged');
  rmSync(join(damaged, 'favicon-failed.svg'));
  const ended = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await new Promise((found) => registration.addEventListener('updatefound', found));
    const worker = registration.installing;
    await new Promise((done) => worker?.addEventListener('statechange', done));
    return worker?.state;
  });
  daemon.dist = damaged;
  daemon.cut();
  expect(await ended).toBe('redundant');
  expect(await page.locator('.sync.update').count()).toBe(0);
  await page.reload();
  await live(page);
  expect(await build(page)).toBe('first');
  daemon.dist = dist;
  rmSync(damaged, { recursive: true });
});

test('the address is left to another program that took it', async () => {
  const other = mkdtempSync(join(tmpdir(), 'other-'));
  writeFileSync(join(other, 'index.html'), '<title>A notebook</title>');
  daemon.dist = other;
  await page.goto(daemon.origin, { waitUntil: 'commit' });
  await expect.poll(() => page.title()).toBe('A notebook');
  await expect.poll(() => keptVersions(page)).toEqual([]);
  daemon.dist = dist;
  rmSync(other, { recursive: true });
});

test('a network that answers nothing does not keep the page from opening', async () => {
  daemon.silent = true;
  daemon.cut();
  await page.goto(`${daemon.origin}/settings/appearance`);
  await page.getByRole('switch', { name: 'Single-letter shortcuts' }).waitFor();
  await page.locator('.sync.reconnecting').waitFor();
  await page.getByRole('link', { name: 'Ensemble' }).click();
  await heading(page, 'Log your first run').waitFor();
  await page.locator('.kept').waitFor();
  await page.goto(`${daemon.origin}/settings/keys`);
  await page.getByText('This screen was not opened before you went offline').waitFor();
  daemon.wake();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('No keys yet').waitFor();
});
