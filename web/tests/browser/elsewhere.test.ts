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

// The page can act on the run: what it lent is known to the control plane.
async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Rename' }).first().click();
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

test('home gets what a team that one joins has, and what colleagues make', async () => {
  await ana({ do: 'remove_member', team, user: world.ids.dina });
  const page = await visit('dina', '/');
  await page.getByRole('heading', { name: /Welcome/ }).waitFor();
  await ana({
    do: 'invite_member',
    invite: 5_000_000_900,
    team,
    user: world.ids.dina,
    role: member,
  });
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.locator('main a[href="/vision/digits"]').first().waitFor();
  await page.getByRole('heading', { name: /Welcome/ }).waitFor({ state: 'detached' });
  const project = 5_000_000_950;
  await ana({ do: 'create_project', project, team, name: 'fresh', visibility: 'team' });
  await page.locator('main a[href="/vision/fresh"]').first().waitFor();
  await page.getByRole('link', { name: 'Open', exact: true }).click();
  await heading(page, 'vision').waitFor();
});

test('a run that is moved is not said to be changed by somebody else, and goes back by undo', async () => {
  const project = 5_000_000_960;
  await ana({ do: 'create_project', project, team, name: 'archive', visibility: 'team' });
  const page = await visit('ana', '/vision/digits/runs');
  const move = async (target: string): Promise<void> => {
    const line = page.getByRole('row').filter({ hasText: `first-${run}` });
    await line.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('combobox')
      .first()
      .selectOption({ label: `vision/${target}` });
    await dialog.getByRole('button', { name: 'Move' }).last().click();
    await page.getByText(`1 run moves to vision/${target}.`).waitFor();
    await line.waitFor({ state: 'detached' });
  };
  await move('archive');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: `first-${run}` }).waitFor();
  await eventually(async () => expect((await answered(run)).id).toBe(id));
  await page.getByRole('button', { name: 'Close' }).first().click();
  await move('secret');
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  expect(await page.getByText('It is no longer as you changed it').count()).toBe(0);
});
