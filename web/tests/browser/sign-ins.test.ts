// SPDX-License-Identifier: Apache-2.0
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launch, open, overflows, violations } from './browser';
import { TeamWorld } from './team-world';

// Where somebody is signed in, and what their team hears of them.

let world: TeamWorld;
let browser: Browser;
let contexts: BrowserContext[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  contexts = [];
  world = new TeamWorld();
  await world.start();
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await world.close();
});

async function pageOf(who: string, path: string): Promise<Page> {
  const { page, context } = await open(browser);
  contexts.push(context);
  await world.signIn(context, who);
  await page.goto(world.origin + path);
  await page.locator('.sync.live').waitFor();
  return page;
}

test('somebody ends a sign-in of theirs from another browser', async () => {
  const elsewhere = await pageOf('bo', '/');
  const here = await pageOf('bo', '/settings/sessions');
  await here.getByText('this browser').waitFor();
  expect(await overflows(here)).toBe(false);
  expect(await violations(here)).toEqual([]);
  await here.getByRole('button', { name: 'Sign out: Chrome · Linux' }).click();
  await here.getByText('Signed out there.').waitFor();
  await here.getByRole('button', { name: 'Sign out: Chrome · Linux' }).waitFor({
    state: 'detached',
  });
  await elsewhere.waitForURL(/\/signin/);
});

test('the page of a team tells what went on', async () => {
  const page = await pageOf('bo', '/vision');
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await page.getByRole('link', { name: 'ana made the project digits' }).waitFor();
  await page.getByRole('link', { name: /and \d others joined/ }).waitFor();
  expect(await page.getByText('secret').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});
