// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, launch, open, overflows, violations } from './browser';
import { RunWorld } from './run-world';

// What was deleted can be found and brought back.

let world: RunWorld;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = new RunWorld();
  await world.start();
  await world.makeRun('r1', 'first');
  await world.makeRun('r2', 'second');
  ({ page, context, faults } = await open(browser));
  await world.signIn(context);
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await world.close();
});

test('a run that was deleted is found in the settings of its project, and restored', async () => {
  await page.goto(`${world.origin}/ana/p/settings`);
  await page.getByText('Nothing was deleted.').waitFor();

  await page.goto(`${world.origin}/ana/p/runs/r1`);
  await page.getByRole('heading', { name: 'first', exact: true }).waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Delete/ })
    .click();
  const missing = async (): Promise<number> =>
    (await context.request.get(`${world.origin}/api/runs/ana/p/r1`)).status();
  await eventually(async () => expect(await missing()).toBe(404));

  await page.goto(`${world.origin}/ana/p/settings`);
  const trash = page.locator('#trash');
  await trash.getByText('deleted by ana').waitFor();
  expect(await trash.textContent()).toMatch(/for 30 days.*gone for good in (29|30) days/s);
  expect(await overflows(page)).toBe(false);
  expect(await violations(page)).toEqual([]);
  await trash.getByRole('button', { name: 'Restore: first' }).click();
  await trash.getByText('Nothing was deleted.').waitFor();
  await eventually(async () => expect(await missing()).toBe(200));

  await page.goto(`${world.origin}/ana/p`);
  await page.getByRole('link', { name: 'first' }).first().waitFor();
});
