// SPDX-License-Identifier: Apache-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, open } from './browser';
import { RealDaemon } from './real-daemon';

// The real daemon, filled by somebody who wants to run script in other people's pages.

const evil = '"\'><img src=x onerror=window.hit=1><script>window.hit=1</script>';
const link = '[click](javascript:window.hit=1) <a href="javascript:window.hit=1">a</a>';

const files = ['a"onerror=window.hit=1.svg', '<img src=x onerror=window.hit=1>.md', 'x.html'];
const picture = '<svg xmlns="http://www.w3.org/2000/svg" onload="top.hit=1"><text>x</text></svg>';
const run = 'r<img src=x onerror=window.hit=1>';

let browser: Browser | undefined;
const daemon = new RealDaemon();

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String,
  $groupName: String, $displayName: String, $notes: String, $config: JSONString, $host: String,
  $program: String, $jobType: String, $tags: [String!], $repo: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity,
    groupName: $groupName, displayName: $displayName, notes: $notes, config: $config, host: $host,
    jobProgram: $program, jobType: $jobType, tags: $tags, jobRepo: $repo}) {
    bucket { id name } inserted } }`;
const upload = (name: string, content: string) => daemon.upload(run, name, content);

async function fill(): Promise<void> {
  const config = { [evil]: { value: evil }, link: { value: 'javascript:window.hit=1' } };
  const variables = {
    entity: 'ana',
    project: 'p',
    name: run,
    displayName: evil,
    notes: `${evil}\n\n${link}`,
    groupName: evil,
    jobType: evil,
    tags: [evil.slice(0, 60)],
    host: evil,
    program: evil,
    repo: 'javascript:window.hit=1',
    config: JSON.stringify(config),
  };
  await daemon.post('/graphql', { query: upsert, variables });
  const escape = String.fromCharCode(27);
  const said = `${escape}]8;;javascript:window.hit=1${escape}\\link${escape}]8;;${escape}\\ ${evil}`;
  const media = { _type: 'html-file', path: 'media/html/page.html', sha256: 'x', size: 10 };
  const row = (step: number): string =>
    JSON.stringify({ _step: step, [evil]: step, plain: step, text: evil, page: media });
  await daemon.post(`/files/ana/p/${encodeURIComponent(run)}/file_stream`, {
    files: {
      'wandb-history.jsonl': { offset: 0, content: [row(0), row(1), row(2)] },
      'wandb-events.jsonl': {
        offset: 0,
        content: [JSON.stringify({ _timestamp: 1, _runtime: 1, [`system.${evil}`]: 1 })],
      },
      'wandb-summary.json': { offset: 0, content: [JSON.stringify({ [evil]: evil, _step: 2 })] },
      'output.log': { offset: 0, content: [`2026-11-22T02:11:07.124575 ${said}`] },
    },
  });
  await upload('media/html/page.html', '<script>parent.hit = 1; top.hit = 1</script>hello');
  for (const file of files) await upload(file, file.endsWith('.svg') ? picture : `${evil} ${link}`);
  await upload('wandb-metadata.json', JSON.stringify({ program: evil, git: { remote: link } }));
}

beforeAll(async () => {
  await daemon.start();
  await fill();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await daemon.close();
});

const here = `/ana/p/runs/${encodeURIComponent(run)}`;
const views = [
  '/',
  '/ana',
  '/ana/p',
  '/ana/p/runs',
  here,
  ...['charts', 'system', 'logs', 'files', 'config', 'summary', 'artifacts'].map(
    (tab) => `${here}/${tab}`,
  ),
  `/ana/${encodeURIComponent(evil)}`,
  `/${encodeURIComponent(evil)}`,
  '/settings/keys',
];

test('hostile names are text in every view', async () => {
  const { page, context } = await open(browser ?? (await launch()));
  await daemon.signIn(context);
  const trouble: string[] = [];
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  let shown = 0;
  async function look(where: string): Promise<void> {
    await page.waitForLoadState('networkidle');
    const { text, ...harm } = await page.evaluate(() => ({
      hit: (window as { hit?: number }).hit ?? 0,
      images: document.querySelectorAll('img[src="x"]').length,
      links: [...document.querySelectorAll('a')].filter((a) => a.href.startsWith('javascript:'))
        .length,
      scripts: [...document.scripts].filter((script) => script.text.includes('hit')).length,
      text: document.body.innerText.includes('<img src=x'),
    }));
    if (text) shown += 1;
    if (Object.values(harm).some((count) => count > 0)) {
      trouble.push(`${where}: ${JSON.stringify(harm)}`);
    }
  }
  for (const view of views) {
    await page.goto(daemon.origin + view);
    await page.locator('h1, h2').first().waitFor();
    await look(view);
  }
  await page.goto(`${daemon.origin}${here}/files`);
  for (const file of files) {
    await page
      .getByText(file.split('/')[0] ?? file, { exact: true })
      .first()
      .click();
    await look(file);
  }
  // By themselves, as a link in a mail would open them.
  for (const file of ['media/html/page.html', ...files]) {
    const path = file.split('/').map(encodeURIComponent).join('/');
    const address = `${daemon.origin}/api/runs/ana/p/${encodeURIComponent(run)}/files/${path}?page=1`;
    expect((await page.goto(address))?.status(), address).toBe(200);
    const hit = await page.evaluate(() => (window as { hit?: number }).hit ?? 0);
    if (hit > 0) trouble.push(`script ran in ${address}`);
  }
  await context.close();
  expect(trouble).toEqual([]);
  expect(shown).toBeGreaterThanOrEqual(10);
});
