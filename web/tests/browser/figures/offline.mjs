// SPDX-License-Identifier: Apache-2.0

// Measures how fast the kept page opens, with its daemon and without a network, and prints one JSON
// line per figure. Not a test: figures depend on the machine.
//
//   node tests/browser/figures/offline.mjs SIGN_IN_LINK
//
// SIGN_IN_LINK comes from `ensembled user link`.
import { loadavg } from 'node:os';
import { chromium } from 'playwright-core';

const [link] = process.argv.slice(2);
if (link === undefined) {
  process.stderr.write('offline.mjs SIGN_IN_LINK\n');
  process.exit(2);
}
const times = Number(process.env.TIMES ?? 9);
const base = new URL(link).origin;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const rounded = (value) => Math.round(value * 10) / 10;

function report(figure, values, limit) {
  const line = { figure, median: rounded(middle(values)), unit: 'ms', limit };
  const more = { all: values.map(rounded), load: rounded(loadavg()[0]) };
  process.stdout.write(JSON.stringify({ ...line, ...more }) + '\n');
}

// Runs in the page before anything else: notes the frame that shows the search of the top bar, after
// which the page takes clicks and keys.
function watch() {
  const look = () => {
    if (document.querySelector('header .search') === null) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => (globalThis.shown_ms = performance.now())));
  };
  requestAnimationFrame(look);
}

async function opened(page) {
  await page.goto(base, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.shown_ms > 0, undefined, { polling: 20 });
  return page.evaluate(() => globalThis.shown_ms);
}

const found = { first: [], kept: [], offline: [] };
const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
const answer = await context.request.post(`${base}/api/session`, {
  data: { token: new URL(link).searchParams.get('token') },
  headers: { 'X-Ensemble-Request': '1' },
});
if (!answer.ok()) throw new Error(`Signing in was answered with ${String(answer.status())}.`);
const cookies = await context.cookies();
await context.close();

for (let i = 0; i < times; i++) {
  const fresh = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  await fresh.addCookies(cookies);
  const page = await fresh.newPage();
  await page.addInitScript(watch);
  found.first.push(await opened(page));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(500);
  found.kept.push(await opened(page));
  await page.waitForTimeout(500);
  await fresh.setOffline(true);
  found.offline.push(await opened(page));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await fresh.close();
}
report('frame, first visit', found.first, 600);
report('frame, kept page', found.kept, 300);
report('frame, kept page without a network', found.offline, 300);
await browser.close();
