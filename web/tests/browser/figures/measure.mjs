// SPDX-License-Identifier: Apache-2.0

// Measures a project's page in a real browser against a real daemon and prints one JSON line per
// figure: the median of five, and what was measured. Not a test: figures depend on the machine.
//
//   node tests/browser/figures/measure.mjs SIGN_IN_LINK TEAM/PROJECT [METRIC]
//
// SIGN_IN_LINK comes from `ensembled user link`. The project should hold 100 runs or more of 10,000
// points; METRIC (default: loss) is the panel that is drawn, panned and zoomed.
import { loadavg } from 'node:os';
import { chromium } from 'playwright-core';

const [link, project, metric = 'loss'] = process.argv.slice(2);
if (link === undefined || project === undefined) {
  process.stderr.write('measure.mjs SIGN_IN_LINK TEAM/PROJECT [METRIC]\n');
  process.exit(2);
}
const times = Number(process.env.TIMES ?? 5);
const base = new URL(link).origin;
const view = `${base}/${project}?n=100&size=large&p=${encodeURIComponent(`^${metric}$`)}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const cookies = await signIn();

// Runs in the page before anything else: notes when rows come, strokes end and frames pass.
function watch() {
  const seen = { rows_ms: 0, strokes: [], frames: undefined };
  globalThis.seen = seen;
  const look = () => {
    const row = document.querySelector('[role="row"].line a');
    if (row !== null && row.textContent !== '') {
      // The frame that shows it ends after this one's callbacks.
      requestAnimationFrame((now) => (seen.rows_ms = now));
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    stroke.apply(this, path);
    seen.strokes.push(performance.now());
  };
  const frame = (now) => {
    seen.frames?.push(now);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const rounded = (value) => Math.round(value * 10) / 10;

function report(figure, values, unit, limit) {
  const line = { figure, median: rounded(middle(values)), unit, limit, all: values.map(rounded) };
  process.stdout.write(JSON.stringify({ ...line, load: rounded(loadavg()[0]) }) + '\n');
}

async function signIn() {
  const context = await browser.newContext();
  const answer = await context.request.post(`${base}/api/session`, {
    data: { token: new URL(link).searchParams.get('token') },
    headers: { 'X-Ensemble-Request': '1' },
  });
  if (!answer.ok()) throw new Error(`Signing in was answered with ${String(answer.status())}.`);
  const found = await context.cookies();
  await context.close();
  return found;
}

async function newPage() {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(watch);
  return page;
}

async function firstRows(page, address) {
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.seen.rows_ms > 0, undefined, { polling: 20 });
  return page.evaluate(() => globalThis.seen.rows_ms);
}

// From the arrival of the answer with the curves to the end of the last stroke.
async function firstDraw(page) {
  const drawn = () => globalThis.seen.strokes.length >= 100;
  await page.waitForFunction(drawn, undefined, { polling: 20 });
  return page.evaluate(() => {
    const answers = performance.getEntriesByType('resource');
    const arrived = answers.find((each) => each.name.endsWith('/api/series'))?.responseEnd ?? NaN;
    const { strokes } = globalThis.seen;
    const begun = strokes.find((at) => at > arrived) ?? NaN;
    // A burst ends where nothing is stroked for a while.
    let last = begun;
    for (const at of strokes) if (at > last && at - last < 30) last = at;
    return { total: last - arrived, painting: last - begun };
  });
}

async function framesWhile(page, act) {
  await page.evaluate(() => (globalThis.seen.frames = []));
  await act();
  const frames = await page.evaluate(() => globalThis.seen.frames);
  return frames.slice(1).map((at, i) => at - frames[i]);
}

const plot = (page) => page.locator('.u-over').first();

async function pan(page) {
  const box = await plot(page).boundingBox();
  const y = box.y + box.height / 2;
  await plot(page)
    .focus()
    .catch(() => undefined);
  // Something to pan in.
  await page.keyboard.down('Control');
  await page.mouse.move(box.x + box.width / 2, y);
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await page.waitForTimeout(800);
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width * 0.8, y);
  await page.mouse.down();
  const gaps = await framesWhile(page, async () => {
    for (let i = 0; i < 90; i++) {
      await page.mouse.move(box.x + box.width * (0.8 - 0.6 * Math.abs(((i / 45) % 2) - 1)), y);
    }
  });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  return gaps;
}

async function zoom(page) {
  const box = await plot(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  const gaps = await framesWhile(page, async () => {
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, i % 20 < 10 ? -30 : 30);
  });
  await page.keyboard.up('Control');
  return gaps;
}

async function scroll(page) {
  await page.mouse.move(150, 400);
  return framesWhile(page, async () => {
    for (let i = 0; i < 60; i++) await page.mouse.wheel(0, 90);
  });
}

const found = { cold: [], warm: [], draw: [], paint: [], pan: [], zoom: [], scroll: [] };
const fps = (gaps) => 1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length);
for (let i = 0; i < times; i++) {
  const page = await newPage();
  found.cold.push(await firstRows(page, `${base}/${project}`));
  await page.waitForTimeout(1500);
  found.warm.push(await firstRows(page, `${base}/${project}`));
  await page.waitForTimeout(1000);
  await page.goto(view, { waitUntil: 'commit' });
  const { total, painting } = await firstDraw(page);
  found.draw.push(total);
  found.paint.push(painting);
  await page.waitForTimeout(1000);
  found.scroll.push(fps(await scroll(page)));
  found.pan.push(fps(await pan(page)));
  await page.waitForTimeout(500);
  found.zoom.push(fps(await zoom(page)));
  await page.context().close();
}
report('first rows, nothing cached', found.cold, 'ms', 600);
report('first rows, scripts cached', found.warm, 'ms', 300);
report('100 curves: answer to drawn', found.draw, 'ms', 80);
report('100 curves: painting alone', found.paint, 'ms', 80);
report('100 curves: panning', found.pan, 'fps', 50);
report('100 curves: zooming by wheel', found.zoom, 'fps', 50);
report('run list: scrolling', found.scroll, 'fps', 55);
await browser.close();
