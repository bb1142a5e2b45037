// SPDX-License-Identifier: Apache-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../src/languages/language.svelte';
import { launch, open, overflows, settled, violations } from './browser';
import { team, TeamWorld } from './team-world';

// The pages of teams, projects and of the whole server, in every language, theme and width.

const world = new TeamWorld();
let browser: Browser;

beforeAll(async () => {
  await world.start();
  await world.accepted('ana', {
    do: 'create_service_account',
    user: 5_000_000_400,
    team,
    name: 'nightly-trainer',
    description: 'Trains every night.',
  });
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const settings = '/vision/settings';
const screens: readonly (readonly [string, string])[] = [
  ['home', '/'],
  ['team', '/vision'],
  ['members', `${settings}/members`],
  ['invites', `${settings}/invites`],
  ['invite', `${settings}/invites?invite=1`],
  ['roles', `${settings}/roles`],
  ['role', `${settings}/roles?role=5000000002`],
  ['service-accounts', `${settings}/service-accounts`],
  ['privacy', `${settings}/privacy`],
  ['profile', `${settings}/profile`],
  ['audit', `${settings}/audit`],
  ['danger', `${settings}/danger`],
  ['project', '/vision/secret/settings'],
  ['users', '/admin-area/users'],
  ['teams', '/admin-area/teams'],
  ['settings', '/admin-area/settings'],
  ['health', '/admin-area/health'],
];
// Structure does not depend on the theme.
const rules = { light: 'all', dark: 'colours' } as const;

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  describe.each(languages)('in %s', (language) => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open(browser, { theme, language });
      await world.signIn(opened.context, 'ana');
    });
    afterAll(() => opened.context.close());

    test.each(screens)('%s has no fault', async (_name, path) => {
      const { page, faults } = opened;
      await page.setViewportSize({ width: 1360, height: 860 });
      await page.goto(world.origin + path);
      await page.locator('.sync.live').waitFor();
      await settled(page);
      for (const width of [1360, 390]) {
        await page.setViewportSize({ width, height: 860 });
        expect({ width, over: await overflows(page) }).toEqual({ width, over: false });
        // A long name is cut rather than pushing the bar's end below it.
        const end = await page.locator('header .sync').boundingBox();
        expect({ width, high: (end?.y ?? 99) < 30 }).toEqual({ width, high: true });
        if (width < 640 && language !== 'en') continue;
        expect({ width, found: await violations(page, rules[theme]) }).toEqual({
          width,
          found: [],
        });
      }
      expect(faults).toEqual([]);
    });
  });
});
