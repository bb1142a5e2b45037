// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, launch, open, violations } from './browser';
import { team, TeamWorld } from './team-world';

// Runs go to another project, and a project to other readers: what it does is said before.

const upsert = `mutation UpsertBucket($name: String, $displayName: String) { upsertBucket(input:
  {name: $name, modelName: "digits", entityName: "vision", displayName: $displayName}) { bucket { id } } }`;
let world: TeamWorld;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = new TeamWorld();
  await world.start();
  const archive = { project: 5_000_000_320, team, name: 'archive', visibility: 'team' } as const;
  await world.accepted('ana', { do: 'create_project', ...archive });
  for (const n of ['1', '2', '3']) {
    const variables = { name: `r${n}`, displayName: `run number ${n}` };
    await world.daemon.post('/graphql', { query: upsert, variables });
  }
  ({ page, context, faults } = await open(browser));
  await world.signIn(context, 'ana');
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await world.close();
});

test('selected runs move together, and come back by undo', async () => {
  await page.goto(`${world.origin}/vision/digits/runs`);
  await page.getByRole('link', { name: 'run number 3' }).waitFor();
  await page.keyboard.press('j');
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Move 2 runs' });
  await dialog.getByText('Artifacts stay in digits.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Move', exact: true }).isDisabled()).toBe(true);
  await page.keyboard.type('archive');
  await page.keyboard.press('Enter');
  await dialog.getByText('The same accounts may read as now.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await eventually(async () =>
    expect(await page.getByRole('link', { name: /^run number/ }).count()).toBe(1),
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () =>
    expect(await page.getByRole('link', { name: /^run number/ }).count()).toBe(3),
  );
});

test('a run that goes to a restricted project does not come back, and the dialog says so', async () => {
  await page.goto(`${world.origin}/vision/digits/runs/r1`);
  await page.getByRole('heading', { name: 'run number 1' }).waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to a project…' }).click();
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await page.getByText('secret is restricted: no run leaves it again').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${world.origin}/vision/secret/runs`);
  await page.getByRole('link', { name: 'run number 1' }).waitFor();
  await page.getByText('1 run moves to vision/secret.').waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
});

test('whoever makes a project public is told who reads it then, and the other way round', async () => {
  await page.goto(`${world.origin}/vision/digits/settings`);
  await page.getByRole('radio', { name: /^Public/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Everybody who has the address may read').waitFor();
  expect(await dialog.getByText('Nobody gains or loses anything.').count()).toBe(0);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('radio', { name: /^Team/ }).click();
  await dialog.getByText('Whoever is neither in the team nor added may no longer read.').waitFor();
});

test('who can do what with a run is asked from its menu', async () => {
  await page.goto(`${world.origin}/vision/digits/runs/r1`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Who can…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who can do what with this run?' });
  await dialog.getByRole('combobox', { name: 'Action' }).selectOption('run:delete');
  await dialog.getByRole('listitem').filter({ hasText: 'ana' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('a double click on the name of a run begins to change it', async () => {
  await page.goto(`${world.origin}/vision/digits/runs/r1`);
  await page.getByRole('heading', { name: 'run number 1' }).dblclick();
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('a better name');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'a better name' }).waitFor();
});
