// SPDX-License-Identifier: Apache-2.0
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually, launch, open, violations, type Look } from './browser';
import { team, TeamWorld, type PersonName } from './team-world';

// Who is in a team, as what, and why: by the pages, with the real daemon.

let world: TeamWorld;
let browser: Browser;
let contexts: BrowserContext[];
let allFaults: string[][];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  contexts = [];
  allFaults = [];
  world = new TeamWorld();
  await world.start();
});
afterEach(async () => {
  expect(allFaults.flat()).toEqual([]);
  await Promise.all(contexts.map((context) => context.close()));
  await world.close();
});

async function pageOf(who: PersonName | 'emil', path: string, look: Look = {}): Promise<Page> {
  const { page, context, faults } = await open(browser, look);
  contexts.push(context);
  allFaults.push(faults);
  await world.signIn(context, who);
  await page.goto(world.origin + path);
  await page.locator('.sync.live').waitFor();
  await page.locator('h1, h2').first().waitFor();
  return page;
}

const rowOf = (page: Page, name: string) => page.locator('tbody tr', { hasText: name });
const roleOf = (page: Page, name: string) =>
  rowOf(page, name).getByRole('combobox', { name: `Role of ${name}` });
// Whoever may give no roles reads them.
const shown = (page: Page, name: string) =>
  rowOf(page, name)
    .locator('td')
    .nth(1)
    .evaluate(
      (cell) =>
        cell.querySelector('select')?.selectedOptions[0]?.label ?? (cell as HTMLElement).innerText,
    );
const members = '/vision/settings/members';

describe('members', () => {
  test('a new role shows what it does first, arrives with the others, and can be undone', async () => {
    const ana = await pageOf('ana', members);
    const bo = await pageOf('bo', members);
    await roleOf(ana, 'bo').selectOption({ label: 'View-only' });
    const dialog = ana.getByRole('dialog');
    await dialog.getByText('bo loses').waitFor();
    await dialog.getByText('3 people are not affected').waitFor();
    await ana.keyboard.press('Enter');
    await eventually(async () => expect(await shown(bo, 'bo')).toBe('View-only'));
    await ana.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => expect(await shown(bo, 'bo')).toBe('Member'));
  });

  test('whoever cancels changes nothing', async () => {
    const ana = await pageOf('ana', members);
    await roleOf(ana, 'bo').selectOption({ label: 'Admin' });
    await ana.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await eventually(async () => expect(await shown(ana, 'bo')).toBe('Member'));
  });

  test('the last admin stays, and the page says why', async () => {
    const ana = await pageOf('ana', members);
    expect(await roleOf(ana, 'ana').isDisabled()).toBe(true);
    await rowOf(ana, 'ana').getByRole('button', { name: 'Why can I not do this?' }).click();
    await ana.getByText('The last admin of a team can neither leave').waitFor();
    await ana.getByText('This team has one admin.').waitFor();
  });

  test('a member reads the page, and hears who can do what they cannot', async () => {
    const bo = await pageOf('bo', members);
    await rowOf(bo, 'chen').getByText('Member', { exact: true }).waitFor();
    expect(await roleOf(bo, 'chen').count()).toBe(0);
    expect(await bo.locator('.why').count()).toBe(3);
    await bo.locator('thead .why').first().click();
    await bo.getByText('It takes at least the role Admin.').waitFor();
    await bo.getByRole('button', { name: 'Who can?' }).click();
    await bo.getByRole('dialog').getByText('The role in the team includes it.').waitFor();
    expect(await bo.getByRole('dialog').getByText('chen').count()).toBe(0);
  });

  test('whoever is removed loses the page at once', async () => {
    const ana = await pageOf('ana', members);
    const chen = await pageOf('chen', members);
    await rowOf(ana, 'chen').getByRole('button', { name: 'More for chen' }).click();
    await ana.getByRole('menuitem', { name: 'Remove from the team' }).click();
    await ana.getByRole('dialog').getByText('no access any more').waitFor();
    await ana.getByRole('dialog').getByRole('button', { name: 'Remove from the team' }).click();
    await chen.getByRole('heading', { name: 'You are no longer in vision' }).waitFor();
    await eventually(async () => expect(await rowOf(ana, 'chen').count()).toBe(0));
  });

  test('a colleague is invited within two clicks and joins from home', async () => {
    world.daemon.command('user', 'add', 'emil', '--email', 'emil@example.org');
    const ana = await pageOf('ana', '/');
    await ana.locator('.team').click();
    await ana.getByRole('menuitem', { name: 'Invite a colleague' }).click();
    await ana.getByRole('combobox', { name: 'User name or e-mail address' }).fill('emil');
    await ana.keyboard.press('Enter');
    await ana.getByRole('listitem').getByText('emil').waitFor();
    await ana.getByRole('button', { name: 'Copy link: invitation of emil' }).waitFor();

    const emil = await pageOf('emil', '/');
    await emil.getByText('ana invites you to vision as Member').waitFor();
    await emil.getByRole('button', { name: 'Join' }).click();
    await eventually(async () =>
      expect(await ana.getByRole('listitem').getByText('emil').count()).toBe(0),
    );
    await ana.goto(world.origin + members);
    await rowOf(ana, 'emil').waitFor();
  });

  test('an address that is none is told in place', async () => {
    const ana = await pageOf('ana', '/vision/settings/invites?invite=1');
    const field = ana.getByRole('combobox', { name: 'User name or e-mail address' });
    await field.fill('nobody');
    await ana.keyboard.press('Enter');
    await ana.getByRole('alert').waitFor();
    await field.fill('hana@example.org');
    await ana.keyboard.press('Enter');
    await ana.getByText('An invitation is on its way already.').waitFor();
  });
});

describe('without a connection', () => {
  test('a new role waits, has no force, and comes back refused with the reason', async () => {
    await world.accepted('ana', { do: 'change_role', team, user: 2, role: { base: 'admin' } });
    const bo = await pageOf('bo', members);
    world.front?.cut();
    await bo.locator('.sync:not(.live)').waitFor();
    await roleOf(bo, 'chen').selectOption({ label: 'View-only' });
    await bo.getByRole('button', { name: 'Apply' }).click();
    await rowOf(bo, 'chen').getByText('Not in force until the server confirms.').waitFor();
    await bo.locator('.sync').click();
    const tray = bo.getByRole('region', { name: 'Your changes' });
    await tray.getByText('chen in vision: Member → View-only').waitFor();
    await tray.getByText('it is sent when the connection is back').waitFor();

    await world.accepted('ana', { do: 'change_role', team, user: 2, role: { base: 'member' } });
    world.front?.mend();
    await tray.getByText('could not be applied').waitFor();
    await tray.getByText('It takes at least the role Admin.').waitFor();
    await tray.getByText('Your role was changed by ana').waitFor();
    await eventually(async () => expect(await shown(bo, 'chen')).toBe('Member'));
    await tray.getByRole('button', { name: 'Discard' }).click();
    await tray.getByText('Everything that you changed is confirmed by the server.').waitFor();
  });
});

describe('roles', () => {
  const editor = '/vision/settings/roles?role=5000000002';

  test('the editor says who gains, and saving changes what they may do', async () => {
    const ana = await pageOf('ana', editor);
    await ana.getByRole('checkbox', { name: 'Delete any run' }).check();
    await ana.getByText('dina gains').waitFor();
    await ana.getByRole('button', { name: 'Save and apply' }).click();
    await ana.getByText('based on View-only · 3 actions added').waitFor();
  });

  test('a role of the base cannot be taken away', async () => {
    const ana = await pageOf('ana', editor);
    expect(await ana.getByRole('checkbox', { name: /^See projects/ }).isDisabled()).toBe(true);
  });

  test('whoever has a role that goes is named', async () => {
    const ana = await pageOf('ana', editor);
    await ana.getByRole('button', { name: 'Delete the role' }).click();
    await ana.getByRole('dialog').getByText('dina (vision)').waitFor();
    await ana.getByRole('dialog').getByRole('button', { name: 'Delete the role' }).click();
    await ana.getByText('No custom roles yet').waitFor();
  });

  test('others read it', async () => {
    const bo = await pageOf('bo', editor);
    expect(await bo.getByRole('checkbox', { name: 'Delete any run' }).isDisabled()).toBe(true);
    expect(await bo.getByRole('button', { name: 'Save and apply' }).count()).toBe(0);
  });
});

describe('privacy and projects', () => {
  test('a switch of the team works and one of the instance is locked', async () => {
    await world.accepted('ana', { do: 'change_setting', setting: 'private_only', on: true });
    const ana = await pageOf('ana', '/vision/settings/privacy');
    await ana.getByText('Decided for all teams by the admins of this server: always on.').waitFor();
    await ana.getByRole('switch', { name: 'Let every member invite' }).click();
    const bo = await pageOf('bo', members);
    await eventually(async () =>
      expect(await bo.getByRole('button', { name: 'Invite' }).isEnabled()).toBe(true),
    );
  });

  test('a restricted project is gone for the others before they can look at it', async () => {
    const ana = await pageOf('ana', '/vision/digits/settings');
    const bo = await pageOf('bo', '/vision');
    await bo.getByRole('link', { name: 'digits', exact: true }).waitFor();
    await ana.getByRole('radio', { name: /^Restricted/ }).click();
    await ana.getByRole('button', { name: 'Apply' }).click();
    await eventually(async () =>
      expect(await bo.getByRole('link', { name: 'digits', exact: true }).count()).toBe(0),
    );
  });

  test('a deleted project comes back', async () => {
    const ana = await pageOf('ana', '/vision/digits/settings');
    await ana.getByRole('button', { name: 'Delete the project' }).click();
    await ana.getByRole('dialog').getByRole('button', { name: 'Delete the project' }).click();
    await ana.getByText('1 deleted project').click();
    await ana.getByRole('button', { name: 'Restore' }).click();
    await ana.getByRole('link', { name: 'digits', exact: true }).waitFor();
  });
});

describe('a project that is renamed', () => {
  test('is still reached by the name that it had', async () => {
    await world.accepted('ana', {
      do: 'create_project',
      project: 5_000_000_320,
      team: 5_000_000_001,
      name: 'draft',
      visibility: 'team',
    });
    await world.accepted('ana', { do: 'rename_project', project: 5_000_000_320, name: 'paper' });
    const bo = await pageOf('bo', '/vision/draft/runs?q=loss');
    await bo.waitForURL(/\/vision\/paper\/runs\?.*q=loss/);
    await bo.getByRole('link', { name: 'paper' }).or(bo.getByText('paper')).first().waitFor();
  });
});

describe('a team for those who are not in it', () => {
  const digits = 5_000_000_300;
  test('shows what is for all, with or without an account', async () => {
    await world.accepted('ana', { do: 'set_visibility', project: digits, visibility: 'public' });
    await world.accepted('ana', { do: 'edit_team_profile', team, intro: 'We look at **digits**.' });
    const { page: stranger, context, faults } = await open(browser);
    contexts.push(context);
    allFaults.push(faults);
    await stranger.goto(`${world.origin}/vision`);
    await stranger.getByRole('heading', { name: 'vision', level: 1 }).waitFor();
    await stranger.getByText('We look at digits.').waitFor();
    expect(await stranger.getByRole('main').getByRole('listitem').allInnerTexts()).toHaveLength(1);
    expect(await violations(stranger)).toEqual([]);
    await stranger.getByRole('link', { name: 'digits' }).click();
    await stranger.getByText('Public project').waitFor();
  });

  test('is hidden when its admin says so', async () => {
    await world.accepted('ana', { do: 'set_team_switch', team, switch: 'hidden', on: true });
    world.daemon.command('user', 'add', 'emil', '--email', 'emil@example.org');
    const emil = await pageOf('emil', '/vision');
    await emil.getByText('There is nothing here').first().waitFor();
    await world.accepted('ana', { do: 'set_team_switch', team, switch: 'hidden', on: false });
    await emil.reload();
    await emil.getByRole('heading', { name: 'vision', level: 1 }).waitFor();
    await emil.getByText('This team shows no project to everybody.').waitFor();
    // What was asked for in vain.
    expect(allFaults.pop()?.filter((fault) => !fault.includes('404'))).toEqual([]);
  });
});

describe('seeing as somebody else', () => {
  test('is framed, changes nothing, and ends with Escape', async () => {
    const ana = await pageOf('ana', members);
    await rowOf(ana, 'dina').getByRole('button', { name: 'More for dina' }).click();
    await ana.getByRole('menuitem', { name: 'View as dina' }).click();
    await ana.getByText('Viewing as dina').waitFor();
    expect(await roleOf(ana, 'bo').count()).toBe(0);
    await ana.keyboard.press('Escape');
    await eventually(async () => expect(await roleOf(ana, 'bo').isEnabled()).toBe(true));
  });

  test('is also through a role that is not saved yet, and leads back to it', async () => {
    const ana = await pageOf('ana', '/vision/settings/roles?role=new');
    await ana.getByLabel('Name of the role').fill('Reader');
    await ana.getByRole('button', { name: 'Preview as this role' }).click();
    await ana.getByText('Viewing as somebody with the role Reader').waitFor();
    await ana.getByRole('heading', { name: 'vision', level: 1 }).waitFor();
    // The restricted project, to which nobody else was added, is not there.
    await ana.getByRole('link', { name: 'digits', exact: true }).waitFor();
    expect(await ana.getByRole('link', { name: 'secret', exact: true }).count()).toBe(0);
    expect(await ana.getByRole('button', { name: 'New project' }).count()).toBe(0);
    await ana.keyboard.press('Escape');
    await eventually(async () =>
      expect(await ana.getByLabel('Name of the role').inputValue()).toBe('Reader'),
    );
    await ana.getByRole('link', { name: 'Discard' }).click();
    await ana.goto(`${world.origin}/vision`);
    await ana.getByRole('link', { name: 'secret', exact: true }).waitFor();
  });
});
