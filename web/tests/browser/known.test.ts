// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open, violations } from './browser';
import { TeamWorld } from './team-world';

// What the page says where it cannot give more: without a connection, and to strangers.

const world = new TeamWorld();
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  await world.start();
  browser = await launch();
});
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await browser.close();
  await world.close();
});

async function pageOf(who: string, path: string): Promise<Page> {
  const { page, context } = await open(browser);
  contexts.push(context);
  await world.signIn(context, who);
  await page.goto(world.origin + path);
  await page.locator('.sync.live').waitFor();
  await page.locator('h1, h2').first().waitFor();
  return page;
}

test('home that was never opened lists the teams and projects that are known here', async () => {
  const page = await pageOf('bo', '/vision/settings/members');
  // The code of the screen is here, what it shows is not.
  await page.route('**/api/home', (route) => route.abort());
  world.front?.cut();
  await page.locator('.sync:not(.live)').waitFor();
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByText('This is what this device knows.').waitFor();
  await page.getByRole('link', { name: 'vision/digits' }).waitFor();
  expect(await page.getByRole('link', { name: 'vision/secret' }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'vision', exact: true }).last().click();
  await page.getByText('What went on is known to the server only.').waitFor();
  world.front?.mend();
});

test('a stranger of a public project is led nowhere they cannot go', async () => {
  world.daemon.command('user', 'add', 'emil', '--email', 'emil@example.org');
  const project = 5_000_000_340;
  const team = 5_000_000_001;
  const made = { project, team, name: 'shown', visibility: 'public' } as const;
  await world.accepted('ana', { do: 'create_project', ...made });
  await world.accepted('ana', { do: 'set_team_switch', team, switch: 'hidden', on: true });
  const page = await pageOf('emil', '/vision/shown');
  await page.getByText('You may read this project and not log to it.').waitFor();
  expect(await page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(1);
  expect(await page.locator('a[href="/vision"]').count()).toBe(0);
  expect(await page.locator('a[href="/vision/shown/settings"]').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});
