// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Browser, Page } from 'playwright-core';
import { build, preview, type InlineConfig, type PreviewServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { iconSprite } from '../../scripts/plugins/icon-sprite';
import { layerOrder } from '../../scripts/plugins/layer-order';
import { launch, open, violations } from './browser';

// The elements by keyboard, as the ARIA Authoring Practices describe them.

const web = join(import.meta.dirname, '../..');
let server: PreviewServer;
let browser: Browser;
let page: Page;
let faults: string[];
let address: string;

beforeAll(async () => {
  const config: InlineConfig = {
    configFile: false,
    root: join(import.meta.dirname, 'gallery'),
    plugins: [svelte({ configFile: join(web, 'svelte.config.js') }), iconSprite(), layerOrder()],
    build: { outDir: join(web, 'node_modules/.gallery'), emptyOutDir: true, assetsInlineLimit: 0 },
    preview: { host: '127.0.0.1', port: 0 },
    logLevel: 'error',
  };
  await build(config);
  server = await preview(config);
  address = server.resolvedUrls?.local[0] ?? '';
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  const opened = await open(browser, { width: 1200, height: 1000 });
  page = opened.page;
  faults = opened.faults;
  await page.goto(address);
  await page.getByRole('heading', { name: 'Elements' }).waitFor();
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await page.context().close();
});

const said = (): Promise<string> => page.locator('#said').innerText();
const focused = (): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  test('axe finds nothing', async () => {
    await page.goto(`${address}?theme=${theme}`);
    await page.getByRole('heading', { name: 'Elements' }).waitFor();
    if (process.env['SHOTS'] !== undefined) {
      await page.screenshot({
        path: join(process.env['SHOTS'], `elements-${theme}.png`),
        fullPage: true,
      });
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Actions' }).click();
    expect(await violations(page)).toEqual([]);
    await press('Escape');
    await page.getByRole('button', { name: 'Open dialog' }).click();
    expect(await violations(page)).toEqual([]);
  });
});

test('a busy button keeps the focus and does nothing', async () => {
  await page.getByRole('button', { name: 'Busy' }).focus();
  await press('Enter');
  expect(await said()).toBe('');
  expect(await focused()).toBe('Busy');
});

describe('a menu', () => {
  const opener = () => page.getByRole('button', { name: 'Actions' });
  beforeEach(async () => {
    await opener().focus();
    await press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  });

  test('begins at its first item and goes round', async () => {
    expect(await focused()).toContain('Rename');
    await press('ArrowUp');
    expect(await focused()).toContain('Delete');
    await press('ArrowDown');
    expect(await focused()).toContain('Rename');
    await press('End');
    expect(await focused()).toContain('Delete');
    await press('Home');
    expect(await focused()).toContain('Rename');
  });

  test('goes to what is typed', async () => {
    await press('l');
    expect(await focused()).toContain('Linear');
    await press('l');
    expect(await focused()).toContain('Log');
  });

  test('runs an item, closes and gives the focus back', async () => {
    await press('Enter');
    await page.getByText('rename closed').waitFor();
    expect(await focused()).toBe('Actions');
  });

  test('closes by Escape', async () => {
    await press('Escape');
    expect(await focused()).toBe('Actions');
    expect(await opener().getAttribute('aria-expanded')).toBe('false');
  });

  test('says why an item is refused and does not run it', async () => {
    await press('ArrowDown');
    expect(await focused()).toContain('Needs a writer');
    await press('Enter');
    expect(await said()).toBe('');
  });

  test('marks the choice that is made', async () => {
    const linear = page.getByRole('menuitemradio', { name: 'Linear' });
    expect(await linear.getAttribute('aria-checked')).toBe('true');
  });
});

describe('a popover', () => {
  test('opens and closes by its button and by a click elsewhere', async () => {
    const button = page.getByRole('button', { name: 'Smoothing' });
    await button.click();
    await page.getByLabel('Weight').waitFor();
    await button.click();
    await page.getByLabel('Weight').waitFor({ state: 'detached' });
    await button.click();
    await page.getByLabel('Weight').waitFor();
    await page.getByRole('heading', { name: 'Elements' }).click();
    await page.getByLabel('Weight').waitFor({ state: 'detached' });
  });

  test('stands inside of the window', async () => {
    await page.setViewportSize({ width: 340, height: 700 });
    await page.getByRole('button', { name: 'Smoothing' }).click();
    const box = await page.getByRole('dialog', { name: 'Smoothing' }).boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 340).toBe(true);
  });
});

test('a dialog keeps the focus inside and gives it back', async () => {
  await page.getByRole('button', { name: 'Open dialog' }).focus();
  await press('Enter');
  await page.getByRole('heading', { name: 'Delete the run?' }).waitFor();
  for (let i = 0; i < 8; i++) {
    await press('Tab');
    const inside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.activeElement?.closest('dialog') !== null,
    );
    expect(inside).toBe(true);
  }
  await press('Escape');
  await page.getByRole('heading', { name: 'Delete the run?' }).waitFor({ state: 'detached' });
  expect(await focused()).toBe('Open dialog');
});

test.each([
  ['Open dialog', 'at its first field', 'Type the name'],
  ['Ask to save', 'at its primary button', 'Do it'],
  ['Ask to drop', 'beside its dangerous button', 'Cancel'],
  ['Show a text', 'at its title', 'A question'],
])('the dialog of "%s" begins %s', async (opener, _place, wanted) => {
  await page.getByRole('button', { name: opener }).click();
  await page.locator('dialog[open]').waitFor();
  const name = (): Promise<string> =>
    page.evaluate(() => {
      const focus = document.activeElement;
      return focus?.getAttribute('aria-label') ?? focus?.textContent.trim() ?? '';
    });
  await expect.poll(name).toBe(wanted);
});

describe('a combobox', () => {
  const box = () => page.getByRole('combobox', { name: 'Metric' });

  test('shows what is chosen, opens by arrow and chooses by Enter', async () => {
    expect(await box().inputValue()).toBe('metric/3');
    await box().focus();
    await press('ArrowDown');
    expect(await box().getAttribute('aria-expanded')).toBe('true');
    await press('ArrowDown', 'Enter');
    expect(await said()).toBe('metric/4');
    expect(await box().getAttribute('aria-expanded')).toBe('false');
  });

  test('narrows by typing', async () => {
    await box().fill('499');
    await page.getByRole('option', { name: 'metric/499' }).waitFor();
    expect(await page.getByRole('option').filter({ hasText: 'metric' }).count()).toBe(1);
    await press('Enter');
    expect(await said()).toBe('metric/499');
  });

  test('Escape takes the typing back', async () => {
    await box().fill('nothing like it');
    await page.getByText('No match').waitFor();
    await press('Escape');
    expect(await box().inputValue()).toBe('metric/3');
  });

  test('a free one keeps text that is in no choice', async () => {
    const tag = page.getByRole('combobox', { name: 'Tag' });
    await tag.fill('new tag');
    await press('Enter');
    await press('Tab');
    expect(await tag.inputValue()).toBe('new tag');
  });
});

test('tabs move by arrows, and only the chosen one takes the focus', async () => {
  await page.getByRole('tab', { name: 'Logs' }).focus();
  await press('ArrowRight');
  expect(await focused()).toBe('Files');
  await page.getByText('Panel files').waitFor();
  await press('ArrowRight');
  expect(await focused()).toBe('Charts');
  await press('End');
  expect(await focused()).toBe('Files');
  expect(await page.getByRole('tab', { name: 'Charts' }).getAttribute('tabindex')).toBe('-1');
});

test('a splitter moves by keys within its bounds', async () => {
  const splitter = page.getByRole('separator', { name: 'Width of the runs' });
  await splitter.focus();
  await press('ArrowRight');
  expect(await splitter.getAttribute('aria-valuenow')).toBe('216');
  await press('End', 'ArrowRight');
  expect(await splitter.getAttribute('aria-valuenow')).toBe('300');
  await press('Home');
  expect(await splitter.getAttribute('aria-valuenow')).toBe('100');
  await press('Enter');
  expect(await splitter.getAttribute('aria-valuenow')).toBe('200');
});

test('a splitter follows the pointer', async () => {
  const splitter = page.getByRole('separator', { name: 'Width of the runs' });
  const at = await splitter.boundingBox();
  await page.mouse.move(at?.x ?? 0, (at?.y ?? 0) + 10);
  await page.mouse.down();
  await page.mouse.move((at?.x ?? 0) + 50, (at?.y ?? 0) + 10);
  await page.mouse.up();
  expect(await splitter.getAttribute('aria-valuenow')).toBe('250');
});

describe('a list of a million lines', () => {
  const list = () => page.getByRole('listbox', { name: 'Lines' });

  test('holds only what is on show', async () => {
    expect(await list().getByRole('option').count()).toBeLessThan(40);
  });

  test('moves by keys to both ends', async () => {
    await list().focus();
    await press('ArrowDown', 'ArrowDown');
    expect(await list().getAttribute('aria-activedescendant')).toMatch(/-1$/);
    await press('End');
    await page.getByText('line 999999').waitFor();
    await press('Enter');
    expect(await said()).toBe('line 999999');
    await press('Home');
    await page.getByText('line 0', { exact: true }).waitFor();
  });

  test('one notch of the wheel is a few lines, although the scroller is shortened', async () => {
    await list().hover();
    await page.mouse.wheel(0, 200);
    await page.getByText('line 10', { exact: true }).waitFor();
    const top = await page.evaluate(() => {
      const view = document.querySelector('[aria-label="Lines"]')?.getBoundingClientRect();
      const line = document.elementFromPoint((view?.left ?? 0) + 20, (view?.top ?? 0) + 5);
      return line?.textContent.trim();
    });
    expect(top).toBe('line 10');
  });
});

test('a toast can be undone, and stays while the pointer is on it', async () => {
  await page.getByRole('button', { name: 'Toast' }).click();
  await page.getByText('Archived.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await said()).toBe('undone');
  await page.getByText('Archived.').waitFor({ state: 'detached' });
});

test('copying says so', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await page.getByRole('button', { name: 'Copied' }).first().waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('copied text');
});

test('a tooltip shows for the keyboard and goes by Escape', async () => {
  await page.getByRole('button', { name: 'Busy' }).focus();
  await press('Tab', 'Tab');
  await page.locator('.tooltip:popover-open').waitFor();
  expect(await page.locator('.tooltip').innerText()).toBe('Settings');
  await press('Escape');
  await page.locator('.tooltip:popover-open').waitFor({ state: 'hidden' });
});
