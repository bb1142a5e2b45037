// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, launch, open, overflows, violations } from './browser';
import { RunWorld } from './run-world';
import { shellKept } from './shell-world';

// Runs without a network: what was open opens again, and what is changed arrives later.

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
  await world.makeRun('r2', 'second');
  ({ page, context, faults } = await open(browser));
  await world.signIn(context);
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await world.close();
});

const visit = (path: string) => page.goto(world.origin + path);
const dot = (state: string) => page.locator(`.sync.${state}`);
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const run = '/ana/p/runs/r1';

interface AnsweredRun {
  readonly display_name: string;
  readonly notes: string;
  readonly tags: readonly string[];
}

async function answered(name: string): Promise<AnsweredRun | undefined> {
  const answer = await context.request.get(`${world.origin}/api/runs/ana/p/${name}`);
  return answer.ok() ? ((await answer.json()) as AnsweredRun) : undefined;
}

// Everything that is needed later is kept on this device.
async function seeEverything(): Promise<void> {
  await visit('/');
  await dot('live').waitFor();
  await shellKept(page);
  await page.locator('main a[href="/ana/p"]').first().waitFor();
  await visit('/ana/p');
  await page.getByRole('link', { name: 'first' }).first().waitFor();
  await page.locator('canvas').first().waitFor();
  const table = '/api/projects/ana/p/runs';
  await keptOnDisk('/api/home', `${table}?`, `${table}?columns=summary.train%2Floss`);
  await eventually(async () => expect((await keptKeys())?.join(' ')).toContain('/api/series'));
  await visit(run);
  await heading('first').waitFor();
  await keptOnDisk('/api/runs/ana/p/r1?', '/api/projects/ana/p/metrics?runs=1');
}

// Keys of the answers that this browser keeps; undefined when there is no place for them.
function keptKeys(): Promise<string[] | undefined> {
  return page.evaluate(async () => {
    const named = await indexedDB.databases();
    const name = named.find(({ name = '' }) => name.startsWith('ensemble-answers:'))?.name;
    if (name === undefined) return undefined;
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    const keys = await new Promise<IDBValidKey[]>((resolve) => {
      const reading = db.transaction('facts').objectStore('facts').getAllKeys();
      reading.onsuccess = () => resolve(reading.result);
    });
    db.close();
    return keys.map(String);
  });
}

const keptOnDisk = (...wanted: string[]): Promise<void> =>
  eventually(async () => expect(await keptKeys()).toEqual(expect.arrayContaining(wanted)));

async function addTag(tag: string): Promise<void> {
  await page.getByRole('button', { name: 'Add tag' }).first().click();
  await page.keyboard.type(tag);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

async function writeNotes(text: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit notes' }).click();
  await page.getByRole('textbox', { name: 'Notes' }).fill(text);
  await page.getByRole('button', { name: 'Save' }).click();
}

async function comeBack(): Promise<void> {
  await world.start();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await dot('live').waitFor();
}

test('a run that was open opens again without the daemon, and what is changed arrives later', async () => {
  await seeEverything();
  await world.kill();
  await page.reload();
  await heading('first').waitFor();
  await dot('offline').waitFor();
  await page.locator('.kept').waitFor();
  expect(await violations(page)).toEqual([]);
  await addTag('good');
  await writeNotes('Written on a train.');
  await page.getByText('Written on a train.').waitFor();
  await page.getByText('Kept here; it is sent when the connection is back.').first().waitFor();
  await page.reload();
  await page.getByText('Written on a train.').waitFor();
  await page.getByRole('button', { name: 'Remove tag good' }).waitFor();
  await visit('/ana/p');
  await page.getByRole('link', { name: 'second' }).first().waitFor();
  await page.locator('canvas').first().waitFor();
  await visit('/');
  await page.locator('main a[href="/ana/p"]').first().waitFor();
  await visit(run);
  await comeBack();
  await eventually(async () =>
    expect(await answered('r1')).toMatchObject({
      notes: 'Written on a train.',
      tags: ['baseline', 'good'],
    }),
  );
  await page.locator('.kept').waitFor({ state: 'detached' });
  await page.getByText('Waiting for the server.').waitFor({ state: 'detached' });
  await page.getByText('Written on a train.').waitFor();
});

test('the table shows, finds and loses what is asked of runs without the daemon', async () => {
  await seeEverything();
  await visit('/ana/p/runs');
  await page.getByRole('link', { name: 'second' }).first().waitFor();
  await world.kill();
  await page.reload();
  const line = page.getByRole('row').filter({ hasText: 'second' });
  await line.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('renamed');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'renamed' }).waitFor();
  await page.getByRole('row').filter({ hasText: 'first' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).last().click();
  await page.getByRole('link', { name: 'first' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('link', { name: 'first' }).waitFor();
  expect(await overflows(page)).toBe(false);
  await comeBack();
  await eventually(async () => expect((await answered('r2'))?.display_name).toBe('renamed'));
  await eventually(async () => expect((await answered('r1'))?.display_name).toBe('first'));
  await page.getByRole('link', { name: 'renamed' }).waitFor();
});

test('a run is deleted and brought back while the daemon is there', async () => {
  await seeEverything();
  await visit('/ana/p/runs');
  const first = page.getByRole('link', { name: 'first' });
  await page.getByRole('row').filter({ has: first }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).last().click();
  await first.waitFor({ state: 'detached' });
  await eventually(async () => expect(await answered('r1')).toBeUndefined());
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await first.waitFor();
  await eventually(async () => expect(await answered('r1')).toBeDefined());
  await first.waitFor();
});

test('signing out leaves nothing of what was kept', async () => {
  await seeEverything();
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading('Sign in to Ensemble').waitFor();
  await eventually(async () => {
    const named = await page.evaluate(() => indexedDB.databases());
    expect(named.filter(({ name = '' }) => name.startsWith('ensemble'))).toEqual([]);
  });
});
