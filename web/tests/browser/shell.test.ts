// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, open, violations, type Look } from './browser';
import { FakeDaemon, password } from './fake-daemon';
import { keyNamed, projectNamed, runNamed } from './samples';

const dist = join(import.meta.dirname, '../../dist');

let browser: Browser;
let daemon: FakeDaemon;
let page: Page;
let faults: string[];

beforeAll(async () => {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('Run "npm run build" first.');
  browser = await launch();
});
afterAll(() => browser.close());

beforeEach(async () => {
  daemon = await FakeDaemon.start(dist);
  await start();
});
afterEach(async () => {
  expect(faults).toEqual([]);
  await page.context().close();
  await daemon.stop();
});

async function start(look: Look = {}): Promise<void> {
  const opened = await open(browser, look);
  page = opened.page;
  faults = opened.faults;
}

const visit = (path: string) => page.goto(daemon.origin + path);
const where = (): string => {
  const url = new URL(page.url());
  return url.pathname + url.search + url.hash;
};
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const live = () => page.locator('.sync.live').waitFor();

describe('signing in', () => {
  beforeEach(() => {
    daemon.signedIn = false;
  });

  test('leads back to the page that was asked for', async () => {
    await visit('/settings/keys?x=1');
    await heading('Sign in to Ensemble').waitFor();
    await page.getByLabel('User name').fill('ana');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await heading('API keys').waitFor();
    expect(where()).toBe('/settings/keys?x=1');
    await page.goBack();
    expect(where()).not.toContain('signin');
  });

  test('says when name and password do not match, and keeps the name', async () => {
    await visit('/signin');
    await page.getByLabel('User name').fill('ana');
    await page.getByLabel('Password', { exact: true }).fill('something else');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This name and password do not match.').waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('ana');
    expect(await violations(page)).toEqual([]);
  });

  test('a link signs in at once, leaves the address and offers a password', async () => {
    daemon.link = 'one-time';
    daemon.user = { ...daemon.user, has_password: false };
    await visit('/signin?token=one-time');
    await heading('Welcome, Ana Kim').waitFor();
    expect(where()).toBe('/signin');
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('That is too short').waitFor();
    await page.getByLabel('New password').fill('비밀번호 하나');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await heading('Log your first run').waitFor();
    expect(daemon.user.has_password).toBe(true);
    expect(where()).toBe('/');
  });

  test('a link of someone who has a password leads straight on', async () => {
    daemon.link = 'one-time';
    await visit('/signin?token=one-time&return=%2Fauthorize');
    await heading('Connect a script').waitFor();
  });

  test('a used link says how to get another', async () => {
    await visit('/signin?token=used');
    await page.getByText('This link has expired or was used already.').waitFor();
    expect(await page.locator('code').first().innerText()).toBe('ensembled user link NAME');
  });

  test('a language chosen at the door stays with the account', async () => {
    await visit('/signin');
    await page.getByLabel('Language').selectOption('fr');
    await heading('Se connecter à Ensemble').waitFor();
    await page.getByLabel('Nom d’utilisateur').fill('ana');
    await page.getByLabel('Mot de passe', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await heading('Enregistrez votre premier run').waitFor();
    await expect.poll(() => daemon.user.language).toBe('fr');
    await page.reload();
    await heading('Enregistrez votre premier run').waitFor();
  });
});

test('signing out ends at the door, and nothing of before is left', async () => {
  daemon.projects = [projectNamed('digits')];
  await visit('/');
  await page.getByRole('link', { name: 'ana/digits' }).waitFor();
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await heading('Sign in to Ensemble').waitFor();
  expect(daemon.signedIn).toBe(false);
});

test('who signs in after another finds nothing of them; who comes back finds everything', async () => {
  const columns = 'ensemble.project.1.columns';
  const kept = () => page.evaluate((key) => localStorage.getItem(key), columns);
  const comeBack = async (name: string): Promise<void> => {
    daemon.signedIn = false;
    await visit('/');
    await heading('Sign in to Ensemble').waitFor();
    daemon.user = { ...daemon.user, name };
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await live();
  };
  await visit('/');
  await live();
  await page.evaluate((key) => localStorage.setItem(key, '[]'), columns);
  await comeBack('ana');
  expect(await kept()).toBe('[]');
  await comeBack('bob');
  expect(await kept()).toBeNull();
});

test('a session that ends elsewhere leads to the door and back', async () => {
  await visit('/settings/profile');
  await live();
  daemon.signedIn = false;
  await page.getByRole('link', { name: 'API keys' }).click();
  await heading('Sign in to Ensemble').waitFor();
  expect(where()).toBe('/signin?return=%2Fsettings%2Fkeys');
});

describe('home', () => {
  test('waits for the first run and shows it when it arrives', async () => {
    await visit('/');
    await page.getByText('Waiting for the first run…').waitFor();
    await live();
    daemon.projects = [projectNamed('digits', { runs: 1, running: 1 })];
    daemon.running = [runNamed('plucky-otter-41', { team: 'ana' })];
    daemon.changed('home', 1);
    await page.getByText('“plucky-otter-41” has arrived.').waitFor();
    const link = page.getByRole('link', { name: 'Open it' });
    expect(await link.getAttribute('href')).toBe('/ana/digits/runs/3k9f2m1q');
    expect(await page.title()).toBe('● Home · Ensemble');
    expect(await page.getAttribute('#favicon', 'href')).toBe('/favicon-running.svg');
  });

  test('a first run that was over at once is found by its project', async () => {
    await visit('/');
    await page.getByText('Waiting for the first run…').waitFor();
    await live();
    daemon.projects = [projectNamed('digits', { runs: 1 })];
    daemon.changed('home', 1);
    await page.getByText('“digits” has arrived.').waitFor();
  });

  test('a key is made and put into the lines to paste', async () => {
    await visit('/');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByText('WANDB_API_KEY=ens-ab12').waitFor();
    expect(await page.getByText(`WANDB_BASE_URL=${daemon.origin}`).count()).toBe(1);
    expect(daemon.keys).toHaveLength(1);
  });

  test('a failure says what happened and can be tried again', async () => {
    await page.route('**/api/home', (route) => route.abort());
    await visit('/');
    await heading('Log your first run').waitFor({ state: 'detached' });
    await page.getByText('Your projects could not be loaded').waitFor();
    await page.unroute('**/api/home');
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading('Log your first run').waitFor();
  });
});

describe('the connection', () => {
  test('a lost one is shown after a while and found again by itself', async () => {
    await visit('/');
    await live();
    daemon.deaf = true;
    daemon.cut();
    await page.locator('.sync.reconnecting').waitFor();
    await page.locator('.sync').click();
    daemon.deaf = false;
    await page.getByRole('button', { name: 'Try now' }).click();
    await live();
  });

  test('what changed meanwhile is fetched', async () => {
    await visit('/');
    await live();
    daemon.projects = [projectNamed('while-away')];
    daemon.cut();
    await page.getByRole('link', { name: 'ana/while-away' }).waitFor();
  });
});

describe('keys', () => {
  test('a new one is shown once', async () => {
    await visit('/settings/keys');
    await heading('No keys yet').waitFor();
    await page.getByLabel('New key', { exact: true }).fill('gpu-04');
    await page.keyboard.press('Enter');
    await page.getByText('Copy it now').waitFor();
    expect(await page.getByLabel('The key “gpu-04”').inputValue()).toMatch(/^ens-ab12/);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke gpu-04' }).waitFor();
    expect(await page.getByText('Copy it now').count()).toBe(0);
  });

  test('revoking asks first, and by keyboard alone', async () => {
    daemon.keys = [keyNamed('gpu-04', 1, 100)];
    await visit('/settings/keys');
    await page.getByRole('button', { name: 'Revoke gpu-04' }).focus();
    await page.keyboard.press('Enter');
    await heading('Revoke “gpu-04”?').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(daemon.keys).toHaveLength(1);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Revoke for good' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('“gpu-04” was revoked.').waitFor();
    expect(daemon.keys).toHaveLength(0);
  });

  test('`wandb login` gets one with one click', async () => {
    await visit('/authorize?ref=models');
    await page.getByRole('button', { name: 'Make a key and show it' }).click();
    await page.getByRole('button', { name: 'Copy the key' }).waitFor();
    expect(daemon.keys[0]?.name).toMatch(/^wandb login on /);
    expect(await violations(page)).toEqual([]);
  });
});

describe('settings', () => {
  test('the theme changes at once and is kept', async () => {
    await visit('/settings/appearance');
    await page.getByText('Dark').click();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    const window_colour = await page.evaluate(() => {
      const metas = document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]');
      return [...metas].filter((each) => matchMedia(each.media).matches).map((m) => m.content);
    });
    expect(window_colour).toEqual(['#101317']);
    await expect.poll(() => daemon.user.theme).toBe('dark');
    await page.addInitScript(() => {
      // What the first paint sees.
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dataset['first'] = document.documentElement.dataset['theme'];
      });
    });
    await page.reload();
    await heading('Appearance').waitFor();
    expect(await page.getAttribute('html', 'data-first')).toBe('dark');
  });

  test('a changed profile can be taken back', async () => {
    await visit('/settings/profile');
    await page.getByLabel('Full name').fill('Ana K.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your profile was changed.').waitFor();
    expect(daemon.user.full_name).toBe('Ana K.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => daemon.user.full_name).toBe('Ana Kim');
  });
});

describe('the keyboard', () => {
  test('Ctrl+K finds a project and goes there', async () => {
    daemon.projects = [projectNamed('digits'), projectNamed('letters', { id: 2 })];
    await visit('/settings/profile');
    await live();
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Search or jump to…' });
    await box.waitFor();
    await page.getByRole('option', { name: 'ana/letters' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await box.fill('letters');
    await page.keyboard.press('Enter');
    await expect.poll(where).toBe('/ana/letters');
  });

  test('? shows the shortcuts; g h goes home', async () => {
    await visit('/settings/profile');
    await live();
    await page.keyboard.press('Shift+?');
    await heading('Keyboard shortcuts').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await heading('Log your first run').waitFor();
  });

  test('letters typed into a field are text', async () => {
    await visit('/settings/profile');
    await page.getByLabel('Full name').fill('');
    await page.getByLabel('Full name').pressSequentially('gh?');
    expect(await page.getByLabel('Full name').inputValue()).toBe('gh?');
    expect(where()).toBe('/settings/profile');
  });

  test('single letters can be turned off', async () => {
    await visit('/settings/appearance');
    await live();
    await page.getByRole('switch', { name: 'Single-letter shortcuts' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    expect(where()).toBe('/settings/appearance');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to…' }).waitFor();
  });

  test('the first Tab offers to skip to the content', async () => {
    await visit('/');
    await live();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });
});

describe('going about', () => {
  test('back leads to the screen before, where it was', async () => {
    daemon.projects = Array.from({ length: 80 }, (_, i) =>
      projectNamed(`p-${String(i)}`, { id: i }),
    );
    await visit('/');
    await page.getByRole('link', { name: 'ana/p-79' }).waitFor();
    const scroller = page.locator('#content');
    await scroller.evaluate((element) => (element.scrollTop = 900));
    await page.keyboard.press('g');
    await page.keyboard.press(',');
    await heading('Profile').waitFor();
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
    await page.goBack();
    await page.getByRole('link', { name: 'ana/p-79' }).waitFor();
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(900);
  });

  test('an unknown team is not found', async () => {
    await visit('/nobody');
    await heading('There is nothing here').waitFor();
  });

  test('the rail opens and stays open', async () => {
    await visit('/');
    await live();
    await page.keyboard.press('Control+b');
    await page.locator('.rail.open').waitFor();
    await page.reload();
    await page.locator('.rail.open').waitFor();
  });

  test('on a phone the bar at the bottom leads about', async () => {
    await page.context().close();
    await start({ width: 390, height: 800 });
    await visit('/');
    await live();
    await page.getByRole('link', { name: 'Settings' }).click();
    await heading('Profile').waitFor();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('combobox', { name: 'Search or jump to…' }).waitFor();
  });
});

describe('faults', () => {
  test('a part of the page that does not load says so and can be loaded again', async () => {
    await visit('/');
    await live();
    await page.route('**/assets/Settings*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('A part of the page could not be loaded.').waitFor();
    await page.unroute('**/assets/Settings*.js');
    await page.getByRole('button', { name: 'Load again' }).click();
    await heading('Profile').waitFor();
  });

  test('a screen that fails, fails alone', async () => {
    await page.route('**/api/home', (route) => route.fulfill({ json: { running: [] } }));
    await visit('/');
    await page.getByText('This page has a fault and stopped.').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await heading('Profile').waitFor();
  });
});

test('what is asked for ahead of the scripts is asked for once', async () => {
  await visit('/vision-lab/digits');
  await page.locator('.sync.live').waitFor();
  await page.waitForLoadState('networkidle');
  const project = 'GET /api/projects/vision-lab/digits';
  for (const name of ['GET /api/session', project, `${project}/runs`]) {
    const times = daemon.requests.filter((each) => each === name).length;
    expect({ name, times }).toEqual({ name, times: 1 });
  }
});
