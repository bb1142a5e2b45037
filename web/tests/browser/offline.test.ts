// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { languages } from '../../src/languages/language.svelte';
import { launch, open, overflows, plainHost, violations } from './browser';
import { RealDaemon } from './real-daemon';
import { keptVersions, shellKept } from './shell-world';

// The page without its daemon: the real one, killed, and the real service worker.

const daemon = new RealDaemon();
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await daemon.close();
});
beforeEach(async () => {
  await daemon.start();
  ({ page, context, faults } = await open(browser));
  await daemon.signIn(context);
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await daemon.kill();
});

const visit = (path: string) => page.goto(daemon.origin + path);
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const dot = (state: string) => page.locator(`.sync.${state}`);
const awayText = 'This screen was not opened before you went offline';

async function keepAndKill(): Promise<void> {
  await visit('/');
  await dot('live').waitFor();
  await shellKept(page);
  await daemon.kill();
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading('Sign in to Ensemble').waitFor();
}

describe('with the daemon away', () => {
  test('every view opens, says so in words, and comes to life with the daemon', async () => {
    await keepAndKill();
    await page.reload();
    await dot('offline').waitFor();
    await page.locator('.kept').waitFor();
    await heading('Log your first run').waitFor();
    for (const path of ['/ana/digits', '/ana/digits/runs/r1', '/settings/keys']) {
      await visit(path);
      await dot('offline').waitFor();
      await page.getByText(awayText).first().waitFor();
      expect(await page.locator('[role=alert]').count(), path).toBe(0);
    }
    expect(await violations(page)).toEqual([]);
    await daemon.start();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await dot('live').waitFor();
    await page.getByText('No keys yet').or(page.getByRole('table')).first().waitFor();
    expect(await page.getByText(awayText).count()).toBe(0);
  });

  test('the frame works: menus, palette, settings of this browser', async () => {
    await keepAndKill();
    await page.reload();
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByText(/^ana · /).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to…' }).fill('appearance');
    await page.keyboard.press('Enter');
    await page.getByText('Dark').waitFor();
    await page.keyboard.press('Shift+?');
    await heading('Keyboard shortcuts').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('what is not known of the user is not shown for known', async () => {
    await keepAndKill();
    await visit('/settings/profile');
    await page.getByText(awayText).waitFor();
    expect(await page.getByLabel('Email').count()).toBe(0);
  });

  test('signing out takes everything of the person along, and reaches the daemon later', async () => {
    await keepAndKill();
    await visit('/ana/digits');
    await page.getByText(awayText).waitFor();
    await signOut();
    const kept = await page.evaluate(() => Object.keys(localStorage));
    expect(kept.filter((key) => /user|owner|project/.test(key))).toEqual([]);
    await visit('/');
    await heading('Sign in to Ensemble').waitFor();
    await daemon.start();
    await visit('/');
    await heading('Sign in to Ensemble').waitFor();
    const session = await page.evaluate(async () => (await fetch('/api/session')).status);
    expect(session).toBe(401);
  });
});

test('signing out in one tab signs out in all', async () => {
  await visit('/');
  await dot('live').waitFor();
  const other = await context.newPage();
  await other.goto(`${daemon.origin}/settings/appearance`);
  await other.getByText('Dark').waitFor();
  await signOut();
  await other.getByRole('heading', { name: 'Sign in to Ensemble' }).waitFor();
});

test('a signed-out browser remembers nobody', async () => {
  await visit('/');
  await dot('live').waitFor();
  await shellKept(page);
  expect(await page.evaluate(() => localStorage.getItem('ensemble.user'))).toContain('"ana"');
  await signOut();
  await daemon.kill();
  await visit('/');
  await page.getByText('The server cannot be reached.', { exact: false }).waitFor();
  expect(await page.getByRole('button', { name: 'Your account' }).count()).toBe(0);
});

test('the daemon answers for data, the browser for the page', async () => {
  await visit('/');
  await dot('live').waitFor();
  await shellKept(page);
  const names = await keptVersions(page);
  expect(names).toHaveLength(1);
  const kept = await page.evaluate(async (name) => {
    const requests = await (await caches.open(name)).keys();
    return requests.map((request) => new URL(request.url).pathname);
  }, names[0] ?? '');
  expect(kept).toContain('/index.html');
  expect(kept.some((path) => path.endsWith('.wasm'))).toBe(true);
  expect(kept.filter((path) => path.startsWith('/api'))).toEqual([]);
  await page.reload();
  await dot('live').waitFor();
  // The browser notes which requests came to the worker, and which a rule led past it.
  const passed = await page.evaluate(() =>
    (
      performance.getEntriesByType('resource') as (PerformanceResourceTiming & {
        readonly workerFinalSourceType: string;
      })[]
    )
      .filter((each) => each.workerStart > 0 && each.workerFinalSourceType !== 'network')
      .map((each) => new URL(each.name).pathname),
  );
  expect(passed).toContain('/theme.js');
  expect(passed.filter((path) => path.startsWith('/api'))).toEqual([]);
  const policy = await page
    .reload()
    .then((answer) => answer?.headerValue('content-security-policy'));
  expect(policy).toContain("default-src 'self'");
});

test('the page can be installed', async () => {
  await visit('/');
  const session = await context.newCDPSession(page);
  const { errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Private windows, such as those of the tests, never install.
  expect(installabilityErrors.filter((each) => each.errorId !== 'in-incognito')).toEqual([]);
});

test('an insecure address says what it costs, once', async () => {
  const plain = daemon.origin.replace('127.0.0.1', plainHost);
  const token = new URL(daemon.link()).searchParams.get('token') ?? '';
  await page.goto(`${plain}/signin?token=${token}`);
  await page.getByRole('button', { name: 'Later' }).click();
  const notice = page.getByRole('complementary', { name: 'This address is not secure.' });
  await notice.waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => 'serviceWorker' in navigator)).toBe(false);
  await notice.getByRole('button', { name: 'Close' }).click();
  await notice.waitFor({ state: 'detached' });
  await page.reload();
  await dot('live').click();
  await page.getByText('Over http:// the browser keeps changes').waitFor();
  expect(await notice.count()).toBe(0);
});

describe.each(languages)('on a dark phone in %s', (language) => {
  beforeEach(async () => {
    await context.close();
    ({ page, context, faults } = await open(browser, { language, theme: 'dark', width: 320 }));
    await daemon.signIn(context);
  });

  test('a screen without a network is readable and fits', async () => {
    await visit('/');
    await dot('live').waitFor();
    await shellKept(page);
    await context.setOffline(true);
    await visit('/ana/digits');
    await dot('offline').waitFor();
    await page.locator('main h2').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  });

  test('the notice of an insecure address is readable and fits', async () => {
    const cookies = await context.cookies();
    await context.addCookies(cookies.map((each) => ({ ...each, domain: plainHost })));
    await page.goto(daemon.origin.replace('127.0.0.1', plainHost));
    await page.getByRole('complementary').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  });
});
