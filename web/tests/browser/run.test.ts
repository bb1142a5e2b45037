// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, open, overflows, violations, type Look } from './browser';
import { coloured, RunWorld } from './run-world';

// The page of a run against the real daemon.

const world = new RunWorld();
const lines = 20_000;
let browser: Browser;
let state: Awaited<ReturnType<BrowserContext['storageState']>>;

beforeAll(async () => {
  await world.start();
  await world.makeRun('r1', 'plucky-otter');
  await world.record('r1');
  const texts = Array.from({ length: lines }, (_, i) =>
    i % 5000 === 4999 ? coloured(`NEEDLE ${String(i)}`) : `line ${String(i)}`,
  );
  for (let i = 0; i < lines; i += 5000) await world.print('r1', i, texts.slice(i, i + 5000));
  await world.upload('r1', 'notes/readme.txt', 'hello\nworld\n');
  await world.upload('r1', 'values.json', '{"a": {"b": [1, 2]}}');
  await world.upload('r1', 'page.html', '<script>window.hit = 1</script><h1>hi</h1>');
  browser = await launch();
  const context = await browser.newContext();
  await world.signIn(context);
  state = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

let page: Page;
let faults: string[];
let context: BrowserContext;
const here = '/ana/p/runs/r1';

async function show(path: string, look: Look = {}): Promise<void> {
  ({ page, context, faults } = await open(browser, look));
  await context.addCookies(state.cookies);
  await page.goto(world.origin + path);
}

const log = () => page.locator('[role=log]');
const numbers = (): Promise<number[]> =>
  log().evaluate((view) => {
    const box = view.getBoundingClientRect();
    return [...view.querySelectorAll('.number')]
      .filter((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return top >= box.top - 1 && bottom <= box.bottom + 1;
      })
      .map((each) => Number(each.textContent));
  });
const shows = (number: number): Promise<void> =>
  expect.poll(numbers, { timeout: 10_000 }).toContain(number);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const views = [
    ['', 'plucky-otter'],
    ['/charts', 'train/loss'],
    ['/system', 'GPU'],
    ['/logs', 'line 19998'],
    ['/files', 'values.json'],
    ['/files?file=values.json', 'As text'],
    ['/artifacts', 'No artifacts'],
    ['/config', 'model'],
    ['/summary', 'NaN'],
    ['/nothing', 'A run has no such view'],
  ] as const;
  test.each(views)('the view "%s" has no fault', async (view, words) => {
    await show(here + view, { theme });
    await page.getByText(words).first().waitFor();
    expect(await violations(page)).toEqual([]);
    for (const width of [768, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect({ width, overflows: await overflows(page) }).toEqual({ width, overflows: false });
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('the log', () => {
  beforeEach(() => show(`${here}/logs`));
  afterEach(() => context.close());

  test('begins at its end and follows it until someone scrolls up', async () => {
    await shows(lines);
    await world.print('r1', lines, ['one more']);
    await shows(lines + 1);
    await log().hover();
    await page.mouse.wheel(0, -2000);
    await page.getByRole('button', { name: 'Follow the end' }).waitFor();
    const paused = await numbers();
    await world.print('r1', lines + 1, ['and another']);
    await page.getByText('20,002 lines').waitFor();
    expect(await numbers()).toEqual(paused);
    await page.getByRole('button', { name: 'Follow the end' }).click();
    await shows(lines + 2);
  });

  test('is searched by the daemon, from find to find by Enter', async () => {
    await shows(lines);
    await page.keyboard.press('/');
    await page.keyboard.type('needle');
    await page.getByText('4 of 4').waitFor();
    await shows(20_000);
    await page.keyboard.press('Enter');
    await page.getByText('1 of 4').waitFor();
    await shows(5000);
    await page.keyboard.press('Shift+Enter');
    await page.getByText('4 of 4').waitFor();
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).searchParams.has('find')).toBe(false);
  });

  test('a link to lines shows and marks them', async () => {
    await page.goto(`${world.origin}${here}/logs?line=12000-12002`);
    await shows(12_001);
    expect(await page.locator('.log.chosen').count()).toBe(3);
    await log().focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => new URL(page.url()).searchParams.get('line')).toBe('12000-12003');
  });

  test('says what is wrong with an expression', async () => {
    await page.goto(`${world.origin}${here}/logs?find=(&re=1`);
    await page.getByRole('alert').waitFor();
  });
});

test('the name is changed by the keyboard, and changed back', async () => {
  await show(here);
  const name = page.locator('h1');
  await name.getByText('plucky-otter').waitFor();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Name of the run' }).waitFor();
  await page.keyboard.type('<b>brave</b>');
  await page.keyboard.press('Enter');
  await name.getByText('<b>brave</b>').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await name.getByText('plucky-otter').waitFor();
  await context.close();
});

test('the shortcuts of the run are listed once each', async () => {
  await show(here);
  await page.locator('.sync.live').waitFor();
  await page.getByRole('button', { name: 'Add tag' }).waitFor();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.getByRole('heading', { name: 'This run' }).waitFor();
  const listed = await help
    .locator('section', { hasText: 'This run' })
    .locator('dt')
    .allInnerTexts();
  expect(listed.toSorted()).toEqual([
    'Add tag',
    'Edit notes',
    'Next tab',
    'Previous tab',
    'Rename',
  ]);
  expect(faults).toEqual([]);
  await context.close();
});

test('an uploaded page is shown as the text it is', async () => {
  await show(`${here}/files?file=page.html`);
  await page.getByText('<script>window.hit = 1</script>').waitFor();
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  await context.close();
});

test('a run that is not there looks like one of a stranger', async () => {
  const said: string[] = [];
  for (const path of ['/ana/p/runs/nothing', '/someone/private/runs/r1']) {
    await show(path);
    await page.getByText('This run is not here').waitFor();
    said.push(await page.locator('main').innerText());
    await context.close();
  }
  expect(said[0]).toBe(said[1]);
});
