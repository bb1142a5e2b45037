// SPDX-License-Identifier: Apache-2.0
// Draws the icons of the installed app from public/favicon-idle.svg, with the Chromium of the
// browser tests. Run it after the mark has changed: node scripts/make-icons.mjs
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

const folder = resolve(import.meta.dirname, '../public');
const mark = readFileSync(resolve(folder, 'favicon-idle.svg'), 'utf8');
const [, accent] = /<rect[^>]*fill="(#[0-9a-f]{6})"/.exec(mark) ?? [];
if (accent === undefined) throw new Error('favicon-idle.svg has no coloured square');

// `full`: the square fills the whole picture and the mark keeps to the middle, for systems that
// cut their own shape out of it.
const icons = [
  { name: 'icon-192', side: 192, full: false },
  { name: 'icon-512', side: 512, full: false },
  { name: 'icon-maskable-512', side: 512, full: true },
  { name: 'icon-touch-180', side: 180, full: true },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { name, side, full } of icons) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const inner_px = full ? Math.round(side * 0.8) : side;
  const picture = `data:image/svg+xml;base64,${Buffer.from(mark).toString('base64')}`;
  await page.setContent(
    `<style>body { margin: 0; height: 100vh; display: grid; place-items: center;
      ${full ? `background: ${accent}` : ''} }</style>
     <img width="${inner_px}" height="${inner_px}" src="${picture}">`,
  );
  await page.screenshot({ path: resolve(folder, `${name}.png`), omitBackground: true });
  await page.close();
}
await browser.close();
