// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../src/sync/types';
import { eventually, launch, open, violations } from './browser';
import { shellKept } from './shell-world';
import { team, TeamWorld, type PersonName } from './team-world';

// Pages tell the truth after something happened elsewhere.

const world = new TeamWorld();
let browser: Browser;
const opened: { context: BrowserContext; faults: string[] }[] = [];
const digits = 5_000_000_300;
const member = { base: 'member' } as const;
let number = 0;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeAll(() => world.start());
afterAll(() => world.close());
let run = '';
let id = 0;
beforeEach(async () => {
  run = `r${String(++number)}`;
  id = await makeRun(run, `first-${run}`);
});
afterEach(async () => {
  world.front?.mend();
  for (const { context, faults } of opened.splice(0)) {
    expect(faults).toEqual([]);
    await context.close();
  }
});

const upsert = `mutation UpsertBucket($name: String, $displayName: String) {
  upsertBucket(input: {name: $name, modelName: "digits", entityName: "vision",
    displayName: $displayName}) { bucket { id } } }`;

async function makeRun(name: string, displayName: string): Promise<number> {
  await world.daemon.post('/graphql', { query: upsert, variables: { name, displayName } });
  return (await answered(name)).id;
}

interface Answered {
  readonly id: number;
  readonly display_name: string;
}

async function answered(name: string): Promise<Answered> {
  const answer = await fetch(`${world.daemon.origin}/api/runs/vision/digits/${name}`, {
    headers: { authorization: `Basic ${btoa(`api:${world.daemon.key}`)}` },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answered;
}

async function visit(who: PersonName, path: string): Promise<Page> {
  const { page, context, faults } = await open(browser);
  opened.push({ context, faults });
  await world.signIn(context, who);
  await page.goto(world.origin + path);
  await live(page);
  return page;
}

const live = (page: Page) => page.locator('.sync.live').waitFor();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const ana = (command: Command) => world.accepted('ana', command);

async function rename(page: Page, name: string): Promise<void> {
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill(name);
  await page.keyboard.press('Enter');
}

async function backInTeam(who: 'bo' | 'dina'): Promise<void> {
  const invite = 5_000_001_000 + ++number;
  await ana({ do: 'invite_member', invite, team, user: world.ids[who], role: member });
  await world.accepted(who, { do: 'accept_invite', team, invite });
}

test('who is removed sees nothing of the team any more, and reads why', async () => {
  const pages = await Promise.all(
    ['/vision/digits', `/vision/digits/runs/${run}`, '/vision/settings/members', '/'].map((path) =>
      visit('bo', path),
    ),
  );
  const [workspace, runPage, members, home] = pages as [Page, Page, Page, Page];
  await workspace.getByText(`first-${run}`).first().waitFor();
  await heading(runPage, `first-${run}`).waitFor();
  await home.locator('main a[href="/vision/digits"]').first().waitFor();
  await ana({ do: 'remove_member', team, user: world.ids.bo });
  for (const page of [workspace, runPage, members]) {
    await heading(page, 'You are no longer in vision').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('first-');
    expect(await page.title()).not.toContain('first-');
  }
  expect(await violations(workspace)).toEqual([]);
  await home.locator('main a[href="/vision/digits"]').first().waitFor({ state: 'detached' });
  await backInTeam('bo');
  await workspace.getByText(`first-${run}`).first().waitFor();
  await heading(runPage, `first-${run}`).waitFor();
  await home.locator('main a[href="/vision/digits"]').first().waitFor();
});

test('a project that a colleague deletes says so, and comes back with it', async () => {
  const page = await visit('bo', `/vision/digits/runs/${run}`);
  await heading(page, `first-${run}`).waitFor();
  await ana({ do: 'delete_project', project: digits });
  await page.getByRole('heading', { name: /digits/ }).waitFor();
  expect(await page.locator('main').innerText()).not.toContain('first-');
  await ana({ do: 'restore_project', project: digits });
  await heading(page, `first-${run}`).waitFor();
});

test('a run that a colleague deletes and restores goes and comes back on an open page', async () => {
  const page = await visit('bo', `/vision/digits/runs/${run}`);
  await heading(page, `first-${run}`).waitFor();
  await ana({ do: 'delete_run', run: id });
  await heading(page, 'ana deleted this run').waitFor();
  expect(await violations(page)).toEqual([]);
  await ana({ do: 'restore_run', run: id });
  await heading(page, `first-${run}`).waitFor();
  await ana({ do: 'delete_run', run: id });
  await heading(page, 'ana deleted this run').waitFor();
  const own = await visit('ana', `/vision/digits/runs/${run}`);
  await heading(own, 'You deleted this run').waitFor();
  await own.getByRole('button', { name: 'Restore' }).click();
  await heading(own, `first-${run}`).waitFor();
  await heading(page, `first-${run}`).waitFor();
});

test('a refused edit gives way to what others made of it meanwhile', async () => {
  const page = await visit('bo', `/vision/digits/runs/${run}`);
  await heading(page, `first-${run}`).waitFor();
  await shellKept(page);
  world.front?.cut();
  await page.locator('.sync.live').waitFor({ state: 'detached' });
  await rename(page, 'by-bo');
  await heading(page, 'by-bo').waitFor();
  await ana({ do: 'rename_run', run: id, display_name: 'by-ana' });
  const viewer = { base: 'view_only' } as const;
  await ana({ do: 'change_role', team, user: world.ids.bo, role: viewer });
  world.front?.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('.sync').getByText('1 refused').waitFor();
  await heading(page, 'by-ana').waitFor();
  await ana({ do: 'change_role', team, user: world.ids.bo, role: member });
});

test('what waited is named, leads to its run, and ends with an outcome that stays on show', async () => {
  const page = await visit('ana', `/vision/digits/runs/${run}`);
  await heading(page, `first-${run}`).waitFor();
  world.front?.cut();
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await page.locator('.sync.offline').waitFor();
  await page.getByRole('button', { name: 'Add tag' }).first().click();
  await page.keyboard.type('good');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByText(`Tag “good” on first-${run} · Kept here;`).waitFor();
  world.front?.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await live(page);
  await page.locator('.sync').click();
  const tray = page.getByRole('region', { name: 'Your changes' });
  await tray.getByText('Confirmed after waiting').waitFor();
  await tray.getByText(`Tag “good” on first-${run}`).waitFor();
  expect(await violations(page)).toEqual([]);
  await tray.getByRole('link', { name: `vision/digits/first-${run}` }).waitFor();
});

test('undo does not overwrite what a colleague made of it since', async () => {
  const page = await visit('ana', `/vision/digits/runs/${run}`);
  await heading(page, `first-${run}`).waitFor();
  await rename(page, 'by-ana');
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await eventually(async () => expect((await answered(run)).display_name).toBe('by-ana'));
  await world.accepted('bo', { do: 'rename_run', run: id, display_name: 'by-bo' });
  await heading(page, 'by-bo').waitFor();
  await undo.click();
  await page.getByText('Not undone: it has been changed again since.').waitFor();
  expect((await answered(run)).display_name).toBe('by-bo');
});

test('looking as somebody else keeps an undo for afterwards, and ends with a word', async () => {
  const page = await visit('ana', '/vision/settings/members');
  await page.getByRole('combobox', { name: 'Role of chen' }).selectOption('View-only');
  await page.getByRole('dialog').getByRole('button').last().click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  await page.getByRole('row').filter({ hasText: 'bo' }).getByRole('button').last().click();
  await page.getByRole('menuitem', { name: /View as/ }).click();
  await undo.click();
  await page.getByText('You are viewing as somebody else. Exit first.').waitFor();
  await page.getByRole('link', { name: 'Home' }).first().click();
  await page.getByText('You see as yourself again.').waitFor();
  await undo.click();
  await page.getByText('chen in vision: View-only → Member').waitFor();
});

test('home gets what a team that one joins has, and what colleagues make', async () => {
  await ana({ do: 'remove_member', team, user: world.ids.dina });
  const page = await visit('dina', '/');
  await page.getByRole('heading', { name: 'Log your first run' }).waitFor();
  await ana({
    do: 'invite_member',
    invite: 5_000_000_900,
    team,
    user: world.ids.dina,
    role: member,
  });
  await page.getByRole('button', { name: 'Join' }).click();
  await page.locator('main a[href="/vision/digits"]').first().waitFor();
  await page.getByRole('heading', { name: 'Log your first run' }).waitFor({ state: 'detached' });
  const project = 5_000_000_950;
  await ana({ do: 'create_project', project, team, name: 'fresh', visibility: 'team' });
  await page.locator('main a[href="/vision/fresh"]').first().waitFor();
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await heading(page, 'vision').waitFor();
});

test('a run that is moved is not said to be changed by somebody else', async () => {
  const page = await visit('ana', '/vision/digits/runs');
  const link = page.getByRole('link', { name: `first-${run}`, exact: true });
  await link.waitFor();
  await page.getByRole('row').filter({ has: link }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move' }).click();
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('secret is restricted').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('1 run moves to vision/secret.').waitFor();
  await link.waitFor({ state: 'detached' });
  await makeRun(`${run}-later`, `later-${run}`);
  await page.getByRole('link', { name: `later-${run}` }).waitFor();
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  expect(await page.getByText('no longer as you changed it').count()).toBe(0);
});
