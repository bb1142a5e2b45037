// SPDX-License-Identifier: Apache-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, launch, violations } from './browser';
import { changeRole, Person, roleOf, roleShows, timedChange } from './demonstration-world';
import { RealDaemon } from './real-daemon';

// Two people, two browsers, two networks, one daemon: from the first team to the last trace of it.
// The tests follow each other and share the pages.

const team = 'aurora-lab';
const members = `/${team}/settings/members`;
const daemon = new RealDaemon();
let browser: Browser;
let ana: Person;
let bo: Person;
let teamId = '';

beforeAll(async () => {
  await daemon.start();
  daemon.command('user', 'add', 'chen', '--email', 'chen@example.org');
  browser = await launch();
  ana = await Person.arrive(browser, daemon, 'ana');
  bo = await Person.arrive(browser, daemon);
});
afterAll(async () => {
  await ana.leave();
  await bo.leave();
  await browser.close();
  await daemon.close();
});

async function invite(who: string, role: string): Promise<void> {
  const { page } = ana;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'User name or e-mail address' }).fill(who);
  await page.keyboard.press('Tab');
  await dialog.getByLabel('Role').selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('listitem').getByText(who).waitFor();
}

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String,
  $displayName: String, $tags: [String!]) { upsertBucket(input: {name: $name, modelName: $project,
  entityName: $entity, displayName: $displayName, tags: $tags}) { bucket { id } } }`;

const settings = (project: string): string => `/${team}/${project}/settings`;

async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

async function tag(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Add tag' }).first().click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Remove tag ${text}` }).waitFor();
}

async function note(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Add notes' }).click();
  await page.getByRole('textbox', { name: 'Notes' }).fill(text);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(text).waitFor();
}

describe.sequential('two people', () => {
  test('a team is made, and a colleague comes by the link of an invitation', async () => {
    await ana.goTo('/');
    await ana.live();
    await ana.page.locator('.team').click();
    await ana.page.getByRole('menuitem', { name: 'Invite a colleague' }).click();
    await ana.page.getByRole('textbox', { name: 'Name of the team' }).fill(team);
    await ana.page.getByRole('button', { name: 'Create the team' }).click();
    await invite('bo@example.org', 'Admin');
    await ana.page.getByRole('button', { name: /^Copy link/ }).click();
    await ana.page.getByText(/The link for bo@example.org was copied/).waitFor();
    const link = new URL(await ana.page.evaluate(() => navigator.clipboard.readText()));

    await bo.goTo(link.pathname);
    await bo.page.getByRole('heading', { name: `Join ${team}` }).waitFor();
    await bo.page.getByLabel('User name').fill('bo');
    await bo.page.getByLabel('Full name').fill('Bo Park');
    await bo.page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await bo.page.getByRole('button', { name: 'Create my account and join' }).click();
    await bo.page.getByRole('heading', { name: team }).waitFor();
    await ana.goTo(members);
    await roleShows(ana.page, 'Bo Park', 'Admin');
  });

  test('a third person joins from home, and a script logs a run', async () => {
    const chen = await Person.arrive(browser, daemon, 'chen');
    await ana.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await invite('chen', 'Member');
    await chen.goTo('/');
    await chen.page.getByRole('button', { name: 'Join' }).click();
    await ana.goTo(members);
    await roleShows(ana.page, 'chen', 'Member');
    await chen.leave();
    const variables = { entity: team, project: 'nebula', name: 'r1', displayName: 'brave-comet' };
    await daemon.post('/graphql', { query: upsert, variables: { ...variables, tags: ['first'] } });
  });

  test('a new role is with the other at once', async () => {
    await bo.goTo(members);
    await bo.live();
    const took: number[] = [];
    for (const role of ['Member', 'View-only', 'Admin', 'Member', 'View-only', 'Admin'])
      took.push(await timedChange(ana.page, bo.page, 'Bo Park', role));
    const sorted = took.map(Math.round).toSorted((a, b) => a - b);
    process.stdout.write(`From the click to the page of the other, in ms: ${sorted.join(' ')}\n`);
  });

  test('both change the same things without a network', async () => {
    for (const person of [ana, bo]) {
      await person.goTo(`/${team}/nebula/runs/r1`);
      await person.live();
      await person.page.getByRole('button', { name: 'Remove tag first' }).waitFor();
    }
    for (const person of [ana, bo]) await person.goOffline();
    await tag(ana.page, 'from-ana');
    await tag(bo.page, 'from-bo');
    await bo.page.getByRole('button', { name: 'Remove tag first' }).click();
    await note(ana.page, 'The loss falls.');
    await note(bo.page, 'The rate is high.');
    for (const [person, name, role] of [
      [ana, 'nebula-of-ana', 'View-only'],
      [bo, 'nebula-of-bo', 'Admin'],
    ] as const) {
      await person.goTo(settings('nebula'));
      await rename(person.page, name);
      await person.goTo(members);
      await changeRole(person.page, 'chen', role);
    }
    await changeRole(ana.page, 'Bo Park', 'Member');
    expect(await ana.readChanges()).toHaveLength(5);
    expect(await bo.readChanges()).toHaveLength(5);
    for (const person of [ana, bo]) await person.closeChanges();
  });

  test('every change has an outcome that both can read', async () => {
    await ana.comeBack();
    await ana.allConfirmed();
    await ana.readChanges();
    expect(await ana.readConfirmed()).toHaveLength(5);
    await ana.closeChanges();
    await bo.comeBack();
    await eventually(async () => {
      const left = await bo.readChanges();
      expect(left.filter((text) => !text.includes('could not be applied'))).toEqual([]);
    });
    const left = await bo.readChanges();
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/chen in aurora-lab: .* → Admin/);
    expect(left[0]).toContain('It takes at least the role Admin. Your role was changed by ana');
    expect((await bo.readConfirmed()).join()).toContain('Notes of brave-comet');
    expect(await bo.readConfirmed()).toHaveLength(4);
    expect(await violations(bo.page)).toEqual([]);
    await bo.page.getByRole('button', { name: 'Discard' }).click();
    await bo.allConfirmed();
    // Whose word was not the last one is told what is there instead.
    const overtaken = (await ana.readChanges()).join();
    expect(overtaken).toContain('Now: New name of nebula-of-bo: nebula-of-bo');
    await ana.closeChanges();
    for (const { page } of [ana, bo]) {
      await roleShows(page, 'chen', 'View-only');
      await roleShows(page, 'Bo Park', 'Member');
    }
    // The later name counts, for both; tags of both are there.
    for (const person of [ana, bo]) {
      await person.goTo(`/${team}/nebula-of-bo/runs/r1`);
      for (const text of ['from-ana', 'from-bo'])
        await person.page.getByRole('button', { name: `Remove tag ${text}` }).waitFor();
      expect(await person.page.getByRole('button', { name: 'Remove tag first' }).count()).toBe(0);
      // And what both wrote in the notes.
      for (const text of ['The loss falls.', 'The rate is high.'])
        await person.page.getByText(text).waitFor();
    }
  });

  test('whoever is removed keeps nothing of the team', async () => {
    await bo.goTo(`/${team}/nebula-of-bo`);
    await bo.page.getByText('brave-comet').first().waitFor();
    await bo.goTo(members);
    await bo.live();
    await roleShows(bo.page, 'chen', 'View-only');
    const before = await bo.kept();
    teamId = /team\\*":(\d{10,})/.exec(before)?.[1] ?? '';
    expect(found(before)).toEqual(expect.arrayContaining([team, teamId, 'nebula', 'brave-comet']));
    await ana.goTo(members);
    await ana.page.getByRole('button', { name: 'More for Bo Park' }).click();
    await ana.page.getByRole('menuitem', { name: 'Remove from the team' }).click();
    const dialog = ana.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Remove from the team' }).click();
    await bo.page.getByRole('heading', { name: `You are no longer in ${team}` }).waitFor();
    await eventually(async () => expect(found(await bo.kept())).toEqual([]));

    await bo.goTo('/');
    await bo.live();
    await bo.goOffline();
    await bo.goTo('/');
    await bo.page.locator('.sync.offline').waitFor();
    expect(found(await bo.page.locator('body').innerText())).toEqual([]);
    expect(found(await bo.kept())).toEqual([]);
  });
});

// What a browser must not hold once its person may not see the team.
function found(kept: string): string[] {
  const words = [team, teamId, 'nebula', 'brave-comet', 'from-ana', 'from-bo', 'chen in'];
  return words.filter((word) => kept.includes(word));
}

const confirmed = (page: Page): Promise<void> =>
  page.locator('tbody tr.waits').waitFor({ state: 'detached' });

test('of three tabs of one person one leads, and when it is closed the next', async () => {
  const three = await Person.arrive(browser, daemon, 'ana');
  const { front, context } = three;
  const open = async (page: Page): Promise<Page> => {
    await page.goto(front.origin + members);
    await three.live(page);
    await roleOf(page, 'chen').waitFor();
    return page;
  };
  const tabs = [await open(three.page)];
  while (tabs.length < 3) tabs.push(await open(await context.newPage()));
  const [first, second, third] = tabs as [Page, Page, Page];
  expect(front.syncs).toBe(1);
  await changeRole(third, 'chen', 'Member');
  for (const page of tabs) await roleShows(page, 'chen', 'Member');
  await first.close();
  await changeRole(third, 'chen', 'Admin');
  for (const page of [second, third]) await confirmed(page);
  expect(front.syncs).toBe(2);
  await second.close();
  await changeRole(third, 'chen', 'View-only');
  await confirmed(third);
  expect(front.syncs).toBe(3);
  await roleShows(ana.page, 'chen', 'View-only');
  await three.leave();
});
