// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, open, violations } from './browser';
import { reviewer, TeamWorld } from './team-world';

// What somebody changes of a role and does not save is there when they come back.

const world = new TeamWorld();
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];
const roles = '/vision/settings/roles';

beforeAll(async () => {
  browser = await launch();
  await world.start();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});
beforeEach(async () => {
  ({ page, context, faults } = await open(browser));
  await world.signIn(context, 'ana');
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
});

const description = () => page.getByRole('textbox', { name: 'Description' });
const notice = () => page.getByText('You began these changes before; they are not saved yet.');

async function leaveAndReturn(): Promise<void> {
  await page.getByRole('link', { name: 'Members', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Members' }).first().waitFor();
  await page.goBack();
  await description().waitFor();
}

test('changes of a role are kept when one goes elsewhere, and can be discarded', async () => {
  await page.goto(`${world.origin}${roles}?role=${String(reviewer)}`);
  const before = await description().inputValue();
  await description().fill('Looks at everything.');
  expect(await notice().count()).toBe(0);
  await leaveAndReturn();
  expect(await description().inputValue()).toBe('Looks at everything.');
  await notice().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await description().inputValue()).toBe(before);
  await notice().waitFor({ state: 'detached' });
  await leaveAndReturn();
  expect(await description().inputValue()).toBe(before);
});

test('a new role that is begun is kept; saved, it is not a draft any more', async () => {
  await page.goto(`${world.origin}${roles}?role=new`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Auditor');
  await leaveAndReturn();
  await notice().waitFor();
  await page.getByRole('button', { name: 'Create the role' }).click();
  await page.getByRole('link', { name: /Auditor/ }).waitFor();
  await page.getByRole('button', { name: 'New role' }).click();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('');
  expect(await notice().count()).toBe(0);
});
