// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MeView, ProjectView, TeamView } from '../../src/sync/types';
import { eventually, launch, plainHost, violations } from './browser';
import { Front } from './front';
import { RealDaemon } from './real-daemon';
import { TeamWorld } from './team-world';
import { buildSyncPage, removeSyncPage, signedIn, syncPage, SyncTab } from './sync-world';

// The sync of the page in a real browser, with the real daemon, which is killed at will.

let daemon: RealDaemon;
let front: Front;
let browser: Browser;
let contexts: BrowserContext[];

beforeAll(async () => {
  await buildSyncPage();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  removeSyncPage();
});
beforeEach(async () => {
  daemon = new RealDaemon();
  contexts = [];
  await daemon.start();
  front = await Front.start(syncPage, () => Number(new URL(daemon.origin).port));
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await front.stop();
  await daemon.close();
});

async function browserOf(name: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  contexts.push(context);
  await signedIn(daemon, context, name);
  return context;
}

const tabIn = (context: BrowserContext): Promise<SyncTab> => SyncTab.open(context, front.origin);

// A project of ana's own team, as the daemon knows it.
async function makeProject(tab: SyncTab, name = 'digits'): Promise<number> {
  const team = (await tab.view<MeView>('me'))?.teams[0]?.id;
  const project = await tab.freshId();
  await tab.accepted({ do: 'create_project', project, team, name, visibility: 'restricted' });
  await tab.until('waiting', 0);
  return project;
}

async function description(tab: SyncTab, id: number): Promise<string | undefined> {
  return (await tab.view<ProjectView>('project', { id }))?.project.description;
}

describe('several tabs', () => {
  test('share one connection; when the one that leads is closed, the next leads', async () => {
    const context = await browserOf('ana');
    const one = await tabIn(context);
    await one.live();
    const two = await tabIn(context);
    await two.live();
    await two.until('leader', false);
    const project = await makeProject(two);
    await eventually(async () => expect(await description(one, project)).toBe(undefined));
    await one.page.close();
    await two.until('leader', true);
    await two.live();
    await two.accepted({ do: 'describe_project', project, description: 'by the next' });
    await two.until('waiting', 0);
    const elsewhere = await tabIn(await browserOf('ana'));
    await eventually(async () => expect(await description(elsewhere, project)).toBe('by the next'));
  });

  test('a command made while the leader dies is there once', async () => {
    const context = await browserOf('ana');
    const one = await tabIn(context);
    await one.live();
    const project = await makeProject(one);
    const two = await tabIn(context);
    await two.until('leader', false);
    const acts = Array.from({ length: 20 }, (_, i) =>
      two.act({ do: 'describe_project', project, description: `text ${String(i)}` }),
    );
    await one.page.close();
    for (const verdict of await Promise.all(acts))
      expect(verdict).toMatchObject({ accepted: true });
    await two.live();
    await two.until('waiting', 0);
    expect(await two.pending()).toEqual([]);
    expect(await description(two, project)).toBe('text 19');
  });
});

describe('without the daemon', () => {
  test('what is asked for survives a reload and arrives later', async () => {
    const tab = await tabIn(await browserOf('ana'));
    await tab.live();
    const project = await makeProject(tab);
    await daemon.kill();
    await tab.accepted({ do: 'describe_project', project, description: 'made offline' });
    expect(await description(tab, project)).toBe('made offline');
    await tab.reload();
    expect(await description(tab, project)).toBe('made offline');
    expect(await tab.pending()).toMatchObject([{ progress: 'waiting' }]);
    await daemon.start();
    await tab.nudge();
    await tab.live();
    await tab.until('waiting', 0);
    const elsewhere = await tabIn(await browserOf('ana'));
    await eventually(async () =>
      expect(await description(elsewhere, project)).toBe('made offline'),
    );
  });

  test('500 commands wait across a reload and arrive in order', async () => {
    const tab = await tabIn(await browserOf('ana'));
    await tab.live();
    const project = await makeProject(tab);
    await daemon.kill();
    const accepted = await tab.page.evaluate(async (project) => {
      const { sync } = window.world;
      const acts = Array.from({ length: 500 }, (_, i) =>
        sync.act({ do: 'describe_project', project, description: `text ${String(i)}` }),
      );
      const verdicts = await Promise.all(acts);
      return verdicts.filter((verdict) => verdict.accepted).length;
    }, project);
    expect(accepted).toBe(500);
    await tab.reload();
    await tab.until('waiting', 500);
    await daemon.start();
    await tab.nudge();
    await tab.until('waiting', 0);
    expect(await tab.pending()).toEqual([]);
    expect(await description(tab, project)).toBe('text 499');
    const elsewhere = await tabIn(await browserOf('ana'));
    await eventually(async () => expect(await description(elsewhere, project)).toBe('text 499'));
  });

  test('what was promised to be safe survives the death of the browser', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'));
    const start = (): Promise<BrowserContext> =>
      browser.browserType().launchPersistentContext(profile, {
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      });
    const first = await start();
    await signedIn(daemon, first, 'ana');
    const tab = await tabIn(first);
    await tab.live();
    const project = await makeProject(tab);
    await daemon.kill();
    await tab.accepted({ do: 'describe_project', project, description: 'just before' });
    const gone = new Promise((resolve) => first.once('close', resolve));
    const lock = readlinkSync(join(profile, 'SingletonLock'));
    process.kill(Number(lock.slice(lock.lastIndexOf('-') + 1)), 'SIGKILL');
    await gone;
    await daemon.start();
    const second = await start();
    // Browsers write cookies late; what was asked for is there all the same.
    await signedIn(daemon, second, 'ana');
    const again = await tabIn(second);
    await eventually(async () => expect(await description(again, project)).toBe('just before'));
    await again.until('waiting', 0);
    await second.close();
    rmSync(profile, { recursive: true, force: true });
  });
});

describe('who may not see it any more', () => {
  const secret = 'aurora-borealis';

  // Bob is in ana's team and sees its project.
  async function withBob(): Promise<{ ana: SyncTab; bob: SyncTab; team: number; bobId: number }> {
    daemon.command('user', 'add', 'bob', '--email', 'bob@example.org');
    const bob = await tabIn(await browserOf('bob'));
    const bobId = (await bob.view<MeView>('me'))?.user.id ?? 0;
    const ana = await tabIn(await browserOf('ana'));
    await ana.live();
    const team = await ana.freshId();
    const project = await ana.freshId();
    const invite = await ana.freshId();
    await ana.accepted({ do: 'create_team', team, name: 'vision' });
    await ana.accepted({ do: 'create_project', project, team, name: secret, visibility: 'team' });
    const role = { base: 'member' };
    await ana.accepted({ do: 'invite_member', invite, team, user: bobId, role });
    await ana.until('waiting', 0);
    await eventually(async () =>
      expect((await bob.view<MeView>('me'))?.invitations).toHaveLength(1),
    );
    await bob.accepted({ do: 'accept_invite', team, invite });
    await eventually(async () => expect(await bob.raw()).toContain(secret));
    return { ana, bob, team, bobId };
  }

  test('keeps nothing of it, once the daemon has said so', async () => {
    const { ana, bob, team, bobId } = await withBob();
    await ana.accepted({ do: 'remove_member', team, user: bobId });
    await eventually(async () => expect(await bob.raw()).not.toContain(secret), 5);
    expect(await bob.view<TeamView>('team', { name: 'vision' })).toBeNull();
    expect(await bob.page.evaluate(() => window.world.purged)).toContain(`team:${String(team)}`);
    expect(await bob.raw()).not.toContain('vision');
  });

  test('keeps nothing of it after having been away, but what was asked for', async () => {
    const { ana, bob, team, bobId } = await withBob();
    const project = (
      await bob.view<{ project: { id: number } }[]>('projects', {
        team: 'vision',
      })
    )?.[0]?.project.id;
    await bob.page.context().setOffline(true);
    await daemon.kill();
    await daemon.start();
    await ana.nudge();
    await ana.live();
    await bob.accepted({ do: 'describe_project', project, description: 'mine' });
    await ana.accepted({ do: 'remove_member', team, user: bobId });
    await ana.until('waiting', 0);
    await bob.page.context().setOffline(false);
    await bob.nudge();
    await bob.until('refused', 1);
    await eventually(async () => expect(await bob.raw()).not.toContain(secret));
    expect(await bob.raw()).toContain('mine');
  });
});

test('who reads a view is told, and an effect that only acts does not run again', async () => {
  const tab = await tabIn(await browserOf('ana'));
  await tab.live();
  const project = await makeProject(tab);
  const seen = await tab.page.evaluateHandle(() => window.world.follow('me'));
  const runs = await tab.page.evaluateHandle(
    (project) => window.world.effectRuns({ do: 'star_project', project, on: true }),
    project,
  );
  await tab.page.waitForFunction(
    ([seen, project]) => (seen.at(-1) as MeView | undefined)?.stars.includes(project),
    [seen, project] as const,
  );
  await tab.until('waiting', 0);
  expect(await runs.evaluate((count) => count())).toBe(1);
  expect(await seen.evaluate((all) => (all[0] as MeView).stars)).toEqual([]);
});

test('signing out leaves nothing, and the next person finds nothing', async () => {
  daemon.command('user', 'add', 'bob', '--email', 'bob@example.org');
  const context = await browserOf('ana');
  const tab = await tabIn(context);
  await tab.live();
  await makeProject(tab, 'of-ana');
  const other = await tabIn(context);
  await tab.page.evaluate(() => window.world.signOut());
  expect(await tab.raw()).toBe('');
  await other.until('ready', false);
  await signedIn(daemon, context, 'bob');
  await tab.page.reload();
  await tab.until('ready', true);
  await tab.live();
  expect(await tab.raw()).toMatch(/^ensemble:\d+ /);
  expect(await tab.raw()).not.toContain('of-ana');
});

test('signing out asks first when changes would be lost', async () => {
  const world = new TeamWorld();
  await world.start();
  const context = await browser.newContext();
  contexts.push(context);
  await world.signIn(context, 'ana');
  const page = await context.newPage();
  await page.goto(`${world.origin}/vision/settings/privacy`);
  await page.locator('.sync.live').waitFor();
  world.front?.cut();
  await page.getByRole('switch').first().click();
  await page.locator('.sync', { hasText: '1 waiting' }).waitFor();
  const signOut = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
  };
  const question = page.getByRole('dialog', { name: 'Sign out and lose changes?' });
  await signOut();
  await question.getByText('1 change has not reached the server yet.').waitFor();
  expect(await violations(page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await signOut();
  await question.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Ensemble' }).waitFor();
  await eventually(async () =>
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]),
  );
  await world.close();
});

test('on an insecure address everything works in memory', async () => {
  const context = await browserOf('ana');
  const cookies = await context.cookies();
  await context.addCookies(cookies.map((each) => ({ ...each, domain: plainHost })));
  const tab = await SyncTab.open(context, front.origin.replace('127.0.0.1', plainHost));
  await tab.live();
  await tab.until('memoryOnly', true);
  const project = await makeProject(tab);
  await tab.accepted({ do: 'describe_project', project, description: 'in memory' });
  await tab.until('waiting', 0);
  expect(await description(tab, project)).toBe('in memory');
});
