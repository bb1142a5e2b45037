// SPDX-License-Identifier: Apache-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/connection/types';
import type { ProjectView, TeamView } from '../../src/sync/types';
import { eventually, launch } from './browser';
import { Front } from './front';
import { RealDaemon } from './real-daemon';
import { buildSyncPage, removeSyncPage, signedIn, syncPage, SyncTab } from './sync-world';

// The daemon dies again and again, as with its machine, while two people go on with their work.

const rounds = 10;
const editsPerRound = 20;
const team = 5_000_000_001;
const project = 5_000_000_002;
const chen = 3;
const daemon = new RealDaemon();
let browser: Browser;
let front: Front;

beforeAll(async () => {
  await buildSyncPage();
  browser = await launch();
  await daemon.start();
  for (const name of ['bo', 'chen'])
    daemon.command('user', 'add', name, '--email', `${name}@example.org`);
  front = await Front.start(syncPage, () => Number(new URL(daemon.origin).port));
});
afterAll(async () => {
  await browser.close();
  await front.stop();
  await daemon.close();
  removeSyncPage();
});

async function tabOf(name: string): Promise<SyncTab> {
  const context = await browser.newContext();
  await signedIn(daemon, context, name);
  const tab = await SyncTab.open(context, front.origin);
  await tab.live();
  return tab;
}

async function join(ana: SyncTab, tab: SyncTab, user: number, base: string): Promise<void> {
  const invite = await ana.freshId();
  await ana.accepted({ do: 'invite_member', invite, team, user, role: { base } });
  await ana.until('waiting', 0);
  await eventually(() => tab.accepted({ do: 'accept_invite', team, invite }));
  await tab.until('waiting', 0);
}

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity}) {
    bucket { id } } }`;

// A run of the project, known to both.
async function makeRun(tabs: readonly SyncTab[]): Promise<number> {
  const variables = { entity: 'vision', project: 'digits', name: 'r1' };
  await daemon.post('/graphql', { query: upsert, variables });
  const { id } = await runNow();
  for (const tab of tabs) {
    const lent = { k: 'run' as const, id, project, name: 'r1' };
    await tab.page.evaluate((lent) => window.world.sync.lend(lent), lent);
  }
  return id;
}

async function runNow(): Promise<{ id: number; tags: string[] }> {
  return (await asked('/api/runs/vision/digits/r1')) as { id: number; tags: string[] };
}

async function asked(path: string): Promise<unknown> {
  const headers = { authorization: `Basic ${btoa(`api:${daemon.key}`)}` };
  const answer = await fetch(daemon.origin + path, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

// Edits one after the other, each as soon as the one before is safe on this device: texts and tags
// of its own, and the role that the other changes as well. Ends with those that were not refused.
function edit(tab: SyncTab, who: string, round: number, run: number): Promise<object[]> {
  const plan = Array.from({ length: editsPerRound }, (_, i) => {
    const text = `${who}-${String(round)}-${String(i - (i % 4))}`;
    const role = { base: (i + round) % 8 < 4 ? 'view_only' : 'member' };
    const choices = [
      { do: 'describe_project', project, description: text },
      { do: 'tag_run', run, tag: text, on: true },
      { do: 'change_role', team, user: chen, role },
      { do: 'tag_run', run, tag: text, on: round % 2 === 0 },
    ];
    return choices[i % 4] ?? {};
  });
  return tab.page.evaluate(async (plan) => {
    const kept: object[] = [];
    for (const command of plan) {
      const verdict = await window.world.sync.act(command);
      if (verdict.accepted) kept.push(command);
    }
    return kept;
  }, plan);
}

async function audit(actor: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let next: number | null = null; ;) {
    const from = next === null ? '' : `&before=${String(next)}`;
    const page = (await asked(`/api/audit?team=vision&actor=${actor}&limit=500${from}`)) as {
      entries: AuditEntry[];
      next: number | null;
    };
    entries.push(...page.entries);
    next = page.next;
    if (next === null) return entries;
  }
}

const sorted = (commands: readonly unknown[]): string[] =>
  commands.map((each) => JSON.stringify(each, Object.keys(each as object).sort())).sort();

test('a daemon that is killed ten times loses nothing and does nothing twice', async () => {
  const ana = await tabOf('ana');
  const bo = await tabOf('bo');
  const third = await tabOf('chen');
  await ana.accepted({ do: 'create_team', team, name: 'vision' });
  await join(ana, bo, 2, 'admin');
  await join(ana, third, chen, 'member');
  await ana.accepted({ do: 'create_project', project, team, name: 'digits', visibility: 'team' });
  await ana.until('waiting', 0);
  const run = await makeRun([ana, bo]);
  const made: Record<'ana' | 'bo', object[]> = { ana: [], bo: [] };
  for (let round = 0; round < rounds; round++) {
    const edits = Promise.all([edit(ana, 'ana', round, run), edit(bo, 'bo', round, run)]);
    // In the middle of it: as soon as something is asked for, or has come through to a third.
    const watch = round % 2 === 0 ? ana : third;
    await eventually(async () => {
      const shown = (await watch.view<ProjectView>('project', { id: project }))?.project
        .description;
      expect(shown).toMatch(new RegExp(`^(ana|bo)-${String(round)}-`));
    }, 5);
    await daemon.kill();
    const [byAna, byBo] = await edits;
    made.ana.push(...byAna);
    made.bo.push(...byBo);
    await daemon.start();
    await Promise.all([ana, bo, third].map((tab) => tab.nudge()));
  }
  for (const tab of [ana, bo, third]) {
    await tab.nudge();
    await tab.live();
    await tab.until('waiting', 0);
    await tab.until('refused', 0);
  }
  for (const name of ['ana', 'bo'] as const) {
    const own = ['describe_project', 'tag_run', 'change_role'];
    const logged = (await audit(name)).filter((entry) => own.includes(entry.name));
    expect(made[name]).toHaveLength(rounds * editsPerRound);
    expect(sorted(logged.map((entry) => entry.command))).toEqual(sorted(made[name]));
  }
  await agree([ana, bo, third]);
});

// What the pages show is what the daemon has.
async function agree(tabs: readonly SyncTab[]): Promise<void> {
  const anew = await tabOf('ana');
  const looks = [...tabs, anew].map(async (tab) => {
    const role = (await tab.view<TeamView>('team', { name: 'vision' }))?.members.find(
      (member) => member.user.id === chen,
    )?.role.base;
    const seen = await tab.view<ProjectView>('project', { id: project });
    return { role, description: seen?.project.description };
  });
  const [first, ...others] = await Promise.all(looks);
  expect(first?.role).toMatch(/view_only|member/);
  for (const other of others) expect(other).toEqual(first);
  const { tags } = await runNow();
  const expected = Array.from({ length: rounds }, (_, round) =>
    ['ana', 'bo'].flatMap((who) =>
      round % 2 === 1 ? [] : [0, 4, 8, 12, 16].map((i) => `${who}-${String(round)}-${String(i)}`),
    ),
  );
  expect(tags.toSorted()).toEqual(expected.flat().toSorted());
}
