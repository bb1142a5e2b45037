// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../src/languages/language.svelte';
import { launch, open, overflows, settled, violations } from './browser';
import { FakeDaemon } from './fake-daemon';
import { keyNamed, projectNamed, runNamed } from './samples';

const dist = join(import.meta.dirname, '../../dist');
// Set SHOTS to a folder to look at every screen.
const shots = process.env['SHOTS'];

let browser: Browser;
let daemon: FakeDaemon;

beforeAll(async () => {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('Run "npm run build" first.');
  if (shots !== undefined) mkdirSync(shots, { recursive: true });
  browser = await launch();
  daemon = await FakeDaemon.start(dist);
});
afterAll(async () => {
  await browser.close();
  await daemon.stop();
});

type Fill = 'full' | 'empty' | 'out';

function fill(how: Fill): void {
  daemon.signedIn = how !== 'out';
  const full = how === 'full';
  daemon.user = { ...daemon.user, name: 'ana', language: '', theme: '', has_password: true };
  daemon.projects = full
    ? [
        projectNamed('digits', { id: 1, team: 'vision-lab', runs: 1284, running: 2 }),
        projectNamed('letters', { id: 2, runs: 41 }),
        projectNamed('a-project-with-a-rather-long-name-for-a-phone', {
          id: 3,
          runs: 3,
          running: 1,
        }),
      ]
    : [];
  daemon.running = full
    ? [
        runNamed('plucky-otter-41', { id: 1 }),
        runNamed('brave-finch-40', { id: 2, heartbeat_at_ms: Date.now() - 400_000 }),
        runNamed('lr-3e-4 · seed 2 with a long name that does not fit', { id: 3 }),
      ]
    : [];
  daemon.keys = full ? [keyNamed('gpu-04', 1, 7_000), keyNamed('nightly', 2, null)] : [];
}

const screens: readonly (readonly [string, string, Fill])[] = [
  ['home', '/', 'full'],
  ['home-empty', '/', 'empty'],
  ['team', '/ana', 'full'],
  ['team-empty', '/ana', 'empty'],
  ['profile', '/settings/profile', 'full'],
  ['keys', '/settings/keys', 'full'],
  ['keys-empty', '/settings/keys', 'empty'],
  ['appearance', '/settings/appearance', 'full'],
  ['password', '/settings/password', 'full'],
  ['offline', '/settings/offline', 'full'],
  ['authorize', '/authorize', 'full'],
  ['not-found', '/settings/nothing', 'full'],
  // Whoever is signed out is forgotten.
  ['signin', '/signin', 'out'],
  ['join-gone', '/join/1.2.x', 'out'],
];

// Structure does not depend on the theme.
const rules = { light: 'all', dark: 'colours' } as const;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  describe.each(languages)('in %s', (language) => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open(browser, { theme, language });
    });
    afterAll(() => opened.context.close());

    test.each(screens)('%s has no fault', async (name, path, how) => {
      const { page, faults } = opened;
      const shoot = async (width: number): Promise<void> => {
        const file = `${name}-${theme}-${language}-${String(width)}.png`;
        if (shots !== undefined) await page.screenshot({ path: join(shots, file) });
      };
      fill(how);
      await page.setViewportSize({ width: 1360, height: 860 });
      await page.goto(daemon.origin + path);
      await settled(page);
      if (how !== 'out') await page.locator('.sync.live').waitFor();
      await shoot(1360);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await violations(page, rules[theme])).toEqual([]);
      for (const width of [768, 390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        expect({ width, overflows: await overflows(page) }).toEqual({ width, overflows: false });
        if (width !== 390) continue;
        await shoot(width);
        // A phone hides words that a wide window shows.
        expect(await violations(page, rules[theme])).toEqual([]);
      }
      expect(faults).toEqual([]);
    });
  });
});

test.each(languages)('no place of the bottom bar is cut on a phone in %s', async (language) => {
  fill('full');
  const { page, context } = await open(browser, { language, width: 390 });
  await page.goto(`${daemon.origin}/vision-lab/digits`);
  const labels = page.locator('.bottom .truncate');
  await expect.poll(() => labels.count()).toBe(6);
  await page.evaluate(() => document.fonts.ready);
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const cut = await labels.evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.textContent),
    );
    expect({ width, cut }).toEqual({ width, cut: [] });
  }
  await context.close();
});
