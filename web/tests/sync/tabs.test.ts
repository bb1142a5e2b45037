// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { CoreError } from '../../src/core/core';
import type { PendingItem } from '../../src/sync/types';
import { offerAgain_ms } from '../../src/sync/tab';
import { FakeBrowser, type BrowserTab } from './browser-world';
import { ana, bob, describe_, project, star, turn } from './world';

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 1 });
const pending = ({ page }: BrowserTab): PendingItem[] => page.view<PendingItem[]>('pending') ?? [];
const shown = ({ page }: BrowserTab): string =>
  page.view<{ project: { description?: string } }>('project', { id: project })?.project
    .description ?? '';
const stars = ({ page }: BrowserTab): unknown => page.view<{ stars: number[] }>('me')?.stars;

describe('one tab', () => {
  test('shows what the daemon says, and what is asked for at once', async () => {
    const tab = await browser.tab().live();
    expect(tab.page.state).toMatchObject({ leader: true, memoryOnly: false, waiting: 0 });
    browser.daemon.silent = true;
    const done = tab.page.act(star);
    expect(stars(tab)).toEqual([project]);
    expect(pending(tab).map(({ progress }) => progress)).toEqual(['keeping']);
    expect(tab.held).toBe(true);
    expect(await done).toMatchObject({ accepted: true });
    expect(pending(tab).map(({ progress }) => progress)).toEqual(['waiting']);
    expect(tab.page.state.waiting).toBe(1);
    expect(tab.held).toBe(false);
  });

  test('never shows a command twice or not at all on its way', async () => {
    const tab = await browser.tab().live();
    browser.daemon.silent = true;
    const seen: string[] = [];
    const take = tab.page.receive.bind(tab.page);
    tab.page.receive = (message, life) => {
      take(message, life);
      seen.push(`${String(pending(tab).length)} ${shown(tab)}`);
    };
    await tab.page.act(describe_('new'));
    await turn();
    expect(new Set(seen)).toEqual(new Set(['1 new']));
  });

  test('refuses at once what would be refused', async () => {
    const tab = await browser.tab().live();
    const lease = { do: 'set_lease', hours: 1 };
    expect(tab.page.foretell(lease)).toMatchObject({ accepted: false, code: 'forbidden' });
    expect(await tab.page.act(lease)).toMatchObject({ accepted: false, code: 'forbidden' });
    expect(await tab.page.act({ do: 'from_the_future' })).toMatchObject({ code: 'invalid' });
    expect(pending(tab)).toEqual([]);
    expect(tab.held).toBe(false);
  });

  test('opens without the daemon, with what waited', async () => {
    const first = await browser.tab().live();
    browser.daemon.silent = true;
    await first.page.act(describe_('made before'));
    first.close();
    browser.reachable = false;
    const second = browser.tab();
    void second.page.start(ana, 'offline');
    await until(() => expect(second.page.state.ready).toBe(true));
    expect(second.page.state).toMatchObject({ connection: 'offline', waiting: 1 });
    expect(shown(second)).toBe('made before');
    await second.page.act(describe_('made without'));
    browser.reachable = true;
    browser.daemon.silent = false;
    second.page.nudge();
    await browser.clock.pass(60_000);
    await until(() => expect(second.page.state.waiting).toBe(0));
    expect(browser.daemon.descriptions).toEqual(['made before', 'made without']);
  });

  test('waits to know who asks before it decides', async () => {
    browser.reachable = false;
    const tab = browser.tab();
    void tab.page.start(ana, 'connecting');
    expect(tab.page.foretell(star)).toMatchObject({ accepted: false, rule: 'not_signed_in' });
    const done = tab.page.act(star);
    await until(() => expect(browser.daemon.sockets).toHaveLength(1));
    browser.reachable = true;
    browser.daemon.accept();
    expect(await done).toMatchObject({ accepted: true });
  });

  test('says which scopes may not be shown any more', async () => {
    const tab = await browser.tab().live();
    const purged: string[] = [];
    const leave = tab.page.onPurge((scope) => purged.push(scope));
    const drop = { drops: [{ scope: `project:${String(project)}`, reason: 'revoked' }] };
    browser.daemon.patch(browser.daemon.last, drop);
    await until(() => expect(purged).toEqual([`project:${String(project)}`]));
    await until(() => expect(tab.page.view('project', { id: project })).toBeNull());
    expect([...(await browser.raw())].flat().join()).not.toContain('digits');
    leave();
  });

  test('hides what the daemon has not been heard of for too long', async () => {
    browser.daemon.lease_hours = 1;
    const first = await browser.tab().live();
    first.close();
    browser.reachable = false;
    browser.clock.now_ms += 2 * 3_600_000;
    const second = browser.tab();
    void second.page.start(ana, 'offline');
    await until(() => expect(second.page.state.ready).toBe(true));
    expect(second.page.state.leaseOver).toBe(true);
    expect(second.page.view('project', { id: project })).toBeNull();
    browser.reachable = true;
    second.page.nudge();
    await browser.clock.pass(60_000);
    await until(() => expect(second.page.view('project', { id: project })).not.toBeNull());
  });

  test('starts anew when its module breaks, and loses nothing that was asked for', async () => {
    const tab = await browser.tab().live();
    tab.pageBroke = true;
    const done = tab.page.act(star);
    expect(tab.page.view('me')).toBeNull();
    expect(await done).toMatchObject({ accepted: true });
    await until(() => expect(stars(tab)).toEqual([project]));
  });

  test('goes on when the module of its worker breaks', async () => {
    const tab = await browser.tab().live();
    tab.workerBroke = true;
    const done = tab.page.act(star);
    await browser.clock.pass(10_000);
    expect(await done).toMatchObject({ accepted: true });
    await until(() => expect([...browser.daemon.decided.keys()]).toHaveLength(1));
  });
});

describe('two tabs', () => {
  test('one leads; both show the same', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    expect([one, two].map(({ page }) => page.state.leader)).toEqual([true, false]);
    expect(browser.daemon.sockets).toHaveLength(1);
    await two.page.act(describe_('by two'));
    await until(() => expect(shown(one)).toBe('by two'));
    await one.page.act(star);
    await until(() => expect(stars(two)).toEqual([project]));
    expect(browser.daemon.decided.size).toBe(2);
  });

  test('commands of both at once keep their order each, and none is lost', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    const all = [0, 1, 2, 3, 4].flatMap((i) => [
      one.page.act(describe_(`one ${String(i)}`)),
      two.page.act(describe_(`two ${String(i)}`)),
    ]);
    await Promise.all(all);
    await until(() => expect(browser.daemon.descriptions).toHaveLength(10));
    for (const name of ['one', 'two']) {
      const own = browser.daemon.descriptions.filter((text) => text.startsWith(name));
      expect(own).toEqual([0, 1, 2, 3, 4].map((i) => `${name} ${String(i)}`));
    }
    await until(() => expect([pending(one), pending(two)]).toEqual([[], []]));
  });

  test('when the leader closes, the other leads and goes on', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    one.close();
    await until(() => expect(two.page.state.leader).toBe(true));
    await until(() => expect(two.page.state.connection).toBe('live'));
    await two.page.act(star);
    await until(() => expect(browser.daemon.decided.size).toBe(1));
    expect(new Set(browser.daemon.clients).size).toBe(2);
  });

  test('a command that the leader took to its grave is offered to the next, once', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    one.stuck = true;
    const done = two.page.act(describe_('survives'));
    await turn();
    expect(shown(two)).toBe('survives');
    expect(two.held).toBe(true);
    one.close();
    expect(await done).toMatchObject({ accepted: true });
    await until(() => expect(browser.daemon.descriptions).toEqual(['survives']));
    await until(() => expect(pending(two)).toEqual([]));
    expect(two.held).toBe(false);
  });

  test('a command that was stored but not answered is not made twice', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    browser.daemon.silent = true;
    void two.page.act(describe_('once'));
    await vi.waitFor(async () => {
      const keys = [...(await browser.raw()).keys()];
      expect(keys.some((key) => key.startsWith('command/'))).toBe(true);
      one.close();
    });
    browser.daemon.silent = false;
    await until(() => expect(browser.daemon.descriptions).toEqual(['once']));
    await browser.clock.pass(3 * offerAgain_ms);
    await until(() => expect(pending(two)).toEqual([]));
    expect(browser.daemon.descriptions).toEqual(['once']);
  });

  test('while nobody leads, offers are made again until somebody does', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    one.page.stop();
    const done = two.page.act(star);
    await browser.clock.pass(offerAgain_ms);
    expect(await done).toMatchObject({ accepted: true });
  });

  test('a run that one tab knows can be decided about, by the next leader as well', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    const run = { k: 'run' as const, id: 4711, project, author: ana, name: 'r1' };
    const rename = { do: 'rename_run', run: 4711, display_name: 'baseline' };
    expect(two.page.foretell(rename)).toMatchObject({ accepted: false, code: 'gone' });
    two.page.lend(run);
    expect(two.page.foretell(rename)).toMatchObject({ accepted: true });
    one.stuck = true;
    const done = two.page.act(rename);
    await turn();
    one.close();
    expect(await done).toMatchObject({ accepted: true });
    await until(() => expect(browser.daemon.decided.size).toBe(1));
  });

  test('a tab that comes later shows what the others know, and dismisses for all', async () => {
    const one = await browser.tab().live();
    browser.daemon.strict = true;
    await one.page.act(star);
    await until(() => expect(one.page.state.refused).toBe(1));
    const two = await browser.tab().live();
    await until(() => expect(pending(two).map(({ number }) => number)).toEqual([1]));
    two.page.dismiss(1);
    await until(() => expect([one, two].map(({ page }) => page.state.refused)).toEqual([0, 0]));
  });

  test('signing out removes the disk and ends the other tab', async () => {
    const one = await browser.tab().live();
    const two = await browser.tab().live();
    await one.page.forget();
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([]);
    await until(() => expect(two.page.state.connection).toBe('signed_out'));
    expect([one, two].map(({ page }) => page.view('me'))).toEqual([null, null]);
  });
});

test('another person finds nothing, and their own database is not removed with the rest', async () => {
  const tab = await browser.tab().live();
  await tab.page.act(describe_('of ana'));
  browser.daemon.signedIn = bob;
  void tab.page.forget();
  void tab.page.start(bob, 'connecting');
  await until(() => expect(tab.page.state.connection).toBe('live'));
  await until(() => expect(tab.page.state.ready).toBe(true));
  const kept = (await indexedDB.databases()).map(({ name }) => name);
  expect(kept).toEqual([`ensemble:${String(bob)}`]);
});

test('a session that became another person’s ends the engine and is asked about', async () => {
  browser.daemon.signedIn = bob;
  const tab = browser.tab();
  void tab.page.start(ana, 'connecting');
  await until(() => expect(tab.asked).toBe(1));
  expect(tab.page.view('me')).toBeNull();
  expect((await browser.raw()).size).toBe(0);
});

test('a session that ended and began again goes on where it was', async () => {
  const tab = await browser.tab().live();
  browser.daemon.silent = true;
  await tab.page.act(describe_('before'));
  tab.sessionEnded = true;
  browser.reachable = false;
  browser.daemon.last.onclose?.();
  for (let i = 0; i < 3; i++) await browser.clock.pass(60_000);
  await until(() => expect(tab.page.state.connection).toBe('signed_out'));
  expect(tab.asked).toBe(1);
  tab.sessionEnded = false;
  browser.reachable = true;
  await tab.live();
  expect(shown(tab)).toBe('before');
});

describe('views', () => {
  test('that did not change stay the same object', async () => {
    const tab = await browser.tab().live();
    const before = tab.page.view('team', { name: 'vision' });
    await tab.page.act(star);
    expect(before).not.toBeNull();
    expect(tab.page.view('team', { name: 'vision' })).toBe(before);
  });

  test('that do not exist are null, and questions that make no sense are faults', async () => {
    const tab = await browser.tab().live();
    expect(tab.page.view('from_the_future')).toBeNull();
    expect(tab.page.view('team', { name: 'of others' })).toBeNull();
    expect(() => tab.page.view('team', { name: 3 })).toThrow(CoreError);
  });
});

test('an insecure address works in memory, every tab for itself', async () => {
  browser.insecure = true;
  const one = await browser.tab().live();
  const two = await browser.tab().live();
  expect([one, two].map(({ page }) => page.state.memoryOnly)).toEqual([true, true]);
  expect(await one.page.act(star)).toMatchObject({ accepted: true });
  await until(() => expect(browser.daemon.decided.size).toBe(1));
  await until(() => expect(one.held).toBe(false));
  browser.daemon.silent = true;
  await one.page.act(describe_('kept nowhere else'));
  await until(() => expect(one.held).toBe(true));
  expect(await indexedDB.databases()).toEqual([]);
});
