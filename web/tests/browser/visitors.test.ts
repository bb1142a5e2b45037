// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, launch, open, overflows, violations } from './browser';
import { RunWorld } from './run-world';

// Whoever has the address of a public project looks at it without an account.

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
  await world.record('r1');
  ({ page, context, faults } = await open(browser));
});
afterEach(async () => {
  await context.close();
  await world.close();
});

test('a public project and its runs are shown, nothing can be changed, and news arrives', async () => {
  const headers = { authorization: `Basic ${btoa(`api:${world.key}`)}` };
  const known = await fetch(`${world.origin}/api/projects/ana/p`, { headers });
  const { id: project } = (await known.json()) as { id: number };
  await world.post('/api/commands', { do: 'set_visibility', project, visibility: 'public' });
  await page.goto(`${world.origin}/ana/p`);
  await page.getByText('Public project').waitFor();
  await page.getByRole('link', { name: 'first' }).first().waitFor();
  await page.locator('canvas').first().waitFor();
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  expect(await overflows(page)).toBe(false);
  expect(await violations(page)).toEqual([]);
  await world.makeRun('r2', 'second');
  await page.getByRole('link', { name: 'second' }).first().waitFor();

  await page.goto(`${world.origin}/ana/p/runs/r1`);
  await page.getByRole('heading', { name: 'first', exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Sign in to take part' }).click();
  await eventually(() =>
    expect(page.url()).toBe(`${world.origin}/signin?return=%2Fana%2Fp%2Fruns%2Fr1`),
  );
  expect(faults).toEqual([]);
});

test('a project of the team and one that does not exist lead to the same sign-in', async () => {
  for (const path of ['/ana/p', '/ana/none', '/nobody/none', '/ana/p/runs/r1']) {
    await page.goto(world.origin + path);
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/signin');
  }
});
