// SPDX-License-Identifier: Apache-2.0
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, open, overflows, violations } from './browser';
import { RealDaemon } from './real-daemon';

// A person signs in and watches a real script train, through the real wandb package, the real
// daemon and a real browser. The tests follow each other and share the page.

const top = join(import.meta.dirname, '../../..');
const python = process.env['EXAMPLE_PYTHON'] ?? join(top, 'build/example-python/bin/python');
const minute = 60_000;

const daemon = new RealDaemon();
const scratch = mkdtempSync(join(tmpdir(), 'training-'));
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[] = [];
let script: ChildProcess | undefined;
let scriptSaid = '';
let scriptEnded: Promise<number | null> = Promise.resolve(null);

function train(...args: string[]): void {
  scriptSaid = '';
  script = spawn(python, [join(top, 'examples/digits.py'), ...args], {
    cwd: scratch,
    env: { ...daemon.environment, WANDB_DIR: scratch },
  });
  const hear = (said: Buffer): void => {
    scriptSaid += said.toString();
  };
  script.stdout?.on('data', hear);
  script.stderr?.on('data', hear);
  scriptEnded = new Promise((resolve) => script?.once('exit', resolve));
}

// How many pixels of the first chart are neither empty nor grey: its curves.
function inkOfFirstChart(): Promise<number> {
  return page
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      let ink = 0;
      for (let i = 0; pixels !== undefined && i < pixels.length; i += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = pixels.subarray(i, i + 4);
        if (a > 0 && Math.max(r, g, b) - Math.min(r, g, b) > 40) ink += 1;
      }
      return ink;
    });
}

beforeAll(async () => {
  await daemon.start();
  browser = await launch();
  ({ page, context, faults } = await open(browser));
});
afterAll(async () => {
  script?.kill('SIGKILL');
  await context.close();
  await browser.close();
  await daemon.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe.sequential('from the link to the finished run', () => {
  test('the one-time link signs in, once', async () => {
    const link = daemon.link();
    await page.goto(link);
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('Waiting for the first run…').waitFor();
    const other = await open(browser);
    await other.page.goto(link);
    await other.page.getByText(/expired or was used already/).waitFor();
    await other.context.close();
  });

  test(
    'home waits for the first run and shows it when it comes',
    { timeout: 2 * minute },
    async () => {
      train('--epochs', '60');
      await page.getByText(/has arrived/).waitFor({ timeout: minute });
      await page.getByRole('link', { name: 'Open it' }).click();
      await page.waitForURL(/\/ana\/digits\/runs\//);
    },
  );

  test('the curves of the run grow while it trains', { timeout: 2 * minute }, async () => {
    await page.goto(`${daemon.origin}/ana/digits`);
    await page.locator('canvas').first().waitFor({ timeout: minute });
    await expect.poll(inkOfFirstChart, { timeout: minute }).toBeGreaterThan(50);
    const revision = (): Promise<string> =>
      page
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await revision();
    await expect.poll(revision, { timeout: 30_000 }).not.toBe(before);
    expect(script?.exitCode, scriptSaid).toBeNull();
    await page.locator('title', { hasText: 'running' }).first().waitFor({ state: 'attached' });
  });

  test('a daemon that dies and comes back interrupts nobody', { timeout: 3 * minute }, async () => {
    await daemon.kill();
    await page
      .getByText(/Reconnecting|Offline/)
      .first()
      .waitFor({ timeout: 30_000 });
    await daemon.start();
    await page.getByText('Live', { exact: true }).waitFor({ timeout: minute });
    expect(await scriptEnded, scriptSaid).toBe(0);
    expect(scriptSaid).not.toMatch(/Traceback|Exception/);
  });

  test(
    'the finished run has everything that the script logged',
    { timeout: 2 * minute },
    async () => {
      const address = /https?:\/\/\S+\/ana\/digits\/runs\/(\S+)/.exec(scriptSaid);
      expect(address, scriptSaid).not.toBeNull();
      const id = address?.[1] ?? '';
      const rows = await fetch(`${daemon.origin}/api/runs/ana/digits/${id}`, {
        headers: { authorization: `Basic ${btoa(`api:${daemon.key}`)}` },
      });
      expect(rows.status).toBe(200);
      await page.goto(`${daemon.origin}/ana/digits/runs/${id}`);
      await page
        .getByText(/finished/)
        .first()
        .waitFor({ timeout: minute });
      for (const [tab, sign] of [
        ['Charts', 'canvas'],
        ['Logs', 'text=/validation loss/'],
        ['Files', 'text=wandb-metadata.json'],
        ['Config', 'text=learning_rate'],
        ['Summary', 'text=/acc/'],
      ] as const) {
        await page.getByRole('link', { name: new RegExp(`^${tab}`) }).click();
        await page.locator(sign).first().waitFor();
      }
      expect(await overflows(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
      expect(await page.title()).toMatch(/ · Summary · Ensemble$/);
    },
  );

  test('nothing was refused by the content policy and nothing failed in the page', () => {
    expect(faults).toEqual([]);
  });
});
