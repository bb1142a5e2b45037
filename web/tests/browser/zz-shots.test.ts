// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch, open } from './browser';
import { TeamWorld, team } from './team-world';

const world = new TeamWorld();
let browser: Browser;
let link = '';
const out = process.env['SHOTS'] ?? '/tmp/bt/shots';
mkdirSync(out, { recursive: true });

beforeAll(async () => {
  await world.start();
  browser = await launch();
  await world.accepted('ana', {
    do: 'create_service_account',
    user: 5_000_000_400,
    team,
    name: 'nightly-trainer',
    description: 'Trains every night',
  });
  await world.accepted('ana', {
    do: 'edit_team_profile',
    team,
    intro: 'We **see** things.',
    links: [{ title: 'Papers', url: 'https://example.org/papers' }],
  });
  await world.accepted('ana', {
    do: 'set_project_role',
    project: 5_000_000_300,
    user: 3,
    role: { base: 'admin' },
  });
  const made = await fetch(`${world.daemon.origin}/api/teams/vision/invites/5000000200/link`, {
    headers: { authorization: `Basic ${btoa(`api:${world.daemon.key}`)}` },
  });
  link = ((await made.json()) as { path: string }).path;
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const m = '/vision/settings/members';
const pages: [string, string][] = [
  ['home', '/'],
  ['team', '/vision'],
  ['own-team', '/ana'],
  ['members', m],
  ['invite', `${m}?invite=1`],
  ['roles', '/vision/settings/roles'],
  ['role', '/vision/settings/roles?role=5000000002'],
  ['newrole', '/vision/settings/roles?role=new'],
  ['service', '/vision/settings/service-accounts'],
  ['privacy', '/vision/settings/privacy'],
  ['tprofile', '/vision/settings/profile'],
  ['danger', '/vision/settings/danger'],
  ['audit', '/vision/settings/audit'],
  ['project', '/vision/digits/settings'],
  ['uprofile', '/settings/profile'],
  ['keys', '/settings/keys'],
  ['offline', '/settings/offline'],
  ['password', '/settings/password'],
  ['appearance', '/settings/appearance'],
  ['admin', '/admin-area'],
  ['admin-teams', '/admin-area/teams'],
  ['admin-settings', '/admin-area/settings'],
  ['admin-audit', '/admin-area/audit'],
  ['admin-health', '/admin-area/health'],
  ['join-out', 'JOIN'],
  ['menu', 'MENU'],
  ['tray', 'TRAY'],
];
const looks = (process.env['LOOKS'] ?? 'en:light,de:dark').split(',');
const only = process.env['ONLY']?.split(',');
test.each(looks)(
  '%s',
  async (look) => {
    const [language = 'en', theme = 'light'] = look.split(':');
    const { page, context, faults } = await open(browser, { language, theme: theme as 'light' });
    const shoot = async (name: string) => {
      for (const width of [1360, 390]) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await page.waitForTimeout(250);
        await page.screenshot({ path: `${out}/${name}-${language}-${theme}-${String(width)}.png` });
      }
      await page.setViewportSize({ width: 1360, height: 900 });
    };
    await page.goto(world.origin + link);
    await page.locator('h1').first().waitFor();
    await page.waitForTimeout(500);
    if (!only || only.includes('join-out')) await shoot('join-out');
    await world.signIn(context, 'ana');
    for (const [name, path] of pages) {
      if (only && !only.includes(name)) continue;
      if (path === 'JOIN') continue;
      if (path === 'MENU') {
        await page.goto(world.origin + '/');
        await page.locator('.sync.live').waitFor();
        await page.locator('.team').click();
        await page.waitForTimeout(300);
        await page.screenshot({ path: `${out}/menu-${language}-${theme}-1360.png` });
        continue;
      }
      if (path === 'TRAY') {
        await page.goto(world.origin + '/vision/settings/privacy');
        await page.locator('.sync.live').waitFor();
        world.front?.cut();
        await page.locator('.sync:not(.live)').waitFor();
        await page.getByRole('switch').first().click();
        await page.locator('.sync').click();
        await page.waitForTimeout(400);
        await shoot('tray');
        await page
          .getByRole('switch')
          .first()
          .click({ force: true })
          .catch(() => undefined);
        world.front?.mend();
        continue;
      }
      await page.goto(world.origin + path);
      await page.locator('.sync.live').waitFor();
      await page.waitForTimeout(500);
      await shoot(name);
    }
    if (faults.length) console.log(look, faults);
    await context.close();
  },
  180_000,
);
