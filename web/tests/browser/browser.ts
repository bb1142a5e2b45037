// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { vi } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// A name that leads to this machine and that browsers do not take for it: an insecure address.
export const plainHost = 'ensemble.test';

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`,
    ],
  });
}

// Until nothing fails any more, as long as a busy machine may take.
export function eventually<T>(act: () => T | Promise<T>, interval = 50): Promise<T> {
  return vi.waitFor(act, { timeout: 20_000, interval });
}

// Until the screen shows what it is there for.
export async function settled(page: Page): Promise<void> {
  await page.locator('h1, h2').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  await page.evaluate(() => document.fonts.ready);
}

export interface Look {
  readonly theme?: 'light' | 'dark';
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
}

// A page whose faults (errors, refused content) are collected.
export async function open(
  browser: Browser,
  look: Look = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1360, height: look.height ?? 860 },
    colorScheme: look.theme ?? 'light',
    locale: look.language ?? 'en',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    // Chromium reports refused requests by itself; tests refuse some on purpose. On an insecure
    // address it says which headers it leaves out of account.
    const expected =
      /Failed to load resource|WebSocket connection to|has been ignored, because the URL's origin/.test(
        text,
      );
    if (message.type() === 'error' && !expected) faults.push(text);
  });
  return { page, context, faults };
}

export interface Violation {
  readonly id: string;
  readonly targets: string[];
}

const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// Those that depend on the theme.
const colourRules = ['color-contrast', 'link-in-text-block'];

// What axe finds against WCAG 2.2 A and AA. It runs in a world of its own in the page, where the
// content policy of the page does not apply to it.
export async function violations(
  page: Page,
  what: 'all' | 'colours' = 'all',
): Promise<Violation[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const run = async (expression: string): Promise<unknown> => {
    const answer = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails !== undefined) {
      throw new Error(answer.exceptionDetails.exception?.description ?? 'axe failed');
    }
    return answer.result.value;
  };
  if ((await run('typeof axe')) !== 'object') await run(`${axe}; undefined`);
  const runOnly = what === 'all' ? allRules : colourRules;
  const found = await run(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)},
    resultTypes: ['violations'] }).then((r) => r.violations.map((v) => ({ id: v.id,
    targets: v.nodes.map((n) => n.target.join(' ') + ': ' + n.failureSummary) })))`);
  await session.detach();
  return found as Violation[];
}

// Whether something is wider than the window.
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}
