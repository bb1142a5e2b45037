// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually, open } from './browser';
import { Front } from './front';
import type { RealDaemon } from './real-daemon';
import { databasesOf, signedIn } from './sync-world';

const dist = join(import.meta.dirname, '../../dist');

// A person with a browser and a network of their own.
export class Person {
  private constructor(
    readonly front: Front,
    readonly context: BrowserContext,
    readonly page: Page,
    readonly faults: readonly string[],
  ) {}

  static async arrive(browser: Browser, daemon: RealDaemon, name?: string): Promise<Person> {
    const front = await Front.start(dist, () => Number(new URL(daemon.origin).port), true);
    const { page, context, faults } = await open(browser);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: front.origin });
    if (name !== undefined) await signedIn(daemon, context, name);
    return new Person(front, context, page, faults);
  }

  async leave(): Promise<void> {
    await this.context.close();
    await this.front.stop();
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.front.origin + path);
    await this.page.locator('h1, h2').first().waitFor();
  }

  live(page = this.page): Promise<void> {
    return page.locator('.sync.live').waitFor();
  }

  async goOffline(): Promise<void> {
    this.front.cut();
    await this.page.locator('.sync:not(.live)').waitFor();
  }

  async comeBack(): Promise<void> {
    this.front.mend();
    await this.page.evaluate(() => dispatchEvent(new Event('online')));
    await this.live();
  }

  // What waits and what was refused, as the person reads it.
  async readChanges(): Promise<string[]> {
    const tray = this.page.getByRole('region', { name: 'Your changes' });
    if (!(await tray.isVisible())) await this.page.locator('.sync').click();
    await tray.waitFor();
    return tray.locator('ul:not([aria-label]) li').allInnerTexts();
  }

  // What waited and was confirmed, in the tray that is open.
  readConfirmed(): Promise<string[]> {
    const confirmed = this.page.getByRole('list', { name: 'Confirmed after waiting' });
    return confirmed.getByRole('listitem').allInnerTexts();
  }

  async closeChanges(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('region', { name: 'Your changes' }).waitFor({ state: 'hidden' });
  }

  async allConfirmed(): Promise<void> {
    await this.readChanges();
    const words = 'Everything that you changed is confirmed by the server.';
    await this.page.getByText(words).waitFor();
    await this.closeChanges();
  }

  // Everything that this browser keeps for the address.
  async kept(): Promise<string> {
    const stored = await this.page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    return `${await databasesOf(this.page)}\n${stored}`;
  }
}

export const roleOf = (page: Page, name: string) =>
  page.locator('tbody tr', { hasText: name }).getByRole('combobox', { name: `Role of ${name}` });

// Whoever may give no roles reads them.
const shownRole = (page: Page, name: string): Promise<string> =>
  page
    .locator('tbody tr', { hasText: name })
    .locator('td')
    .nth(1)
    .evaluate(
      (cell) =>
        cell.querySelector('select')?.selectedOptions[0]?.label ?? (cell as HTMLElement).innerText,
    );

export function roleShows(page: Page, name: string, role: string): Promise<void> {
  return eventually(async () => {
    const shown = await shownRole(page, name);
    if (shown !== role) throw new Error(`The role of ${name} is ${String(shown)}.`);
  });
}

// By the page, as an admin does it.
export async function changeRole(page: Page, name: string, role: string): Promise<void> {
  await roleOf(page, name).selectOption({ label: role });
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
}

// From the click until the other page shows it.
export async function timedChange(
  from: Page,
  to: Page,
  name: string,
  role: string,
): Promise<number> {
  const seen = await to.evaluateHandle(
    ([name, role]) => ({
      at: new Promise<number>((resolve) => {
        const look = (): void => {
          const rows = [...document.querySelectorAll<HTMLTableRowElement>('tbody tr')];
          const cell = rows.find((row) => row.innerText.includes(name))?.cells[1];
          const chosen = cell?.querySelector('select')?.selectedOptions[0]?.label;
          const there = (chosen ?? cell?.innerText.trim()) === role;
          if (there) resolve(performance.timeOrigin + performance.now());
          else setTimeout(look);
        };
        look();
      }),
    }),
    [name, role] as const,
  );
  const clicked = await from.evaluateHandle(() => ({
    at: new Promise<number>((resolve) => {
      const note = (): void => resolve(performance.timeOrigin + performance.now());
      addEventListener('click', note, { capture: true, once: true });
    }),
  }));
  await changeRole(from, name, role);
  return (await seen.evaluate(({ at }) => at)) - (await clicked.evaluate(({ at }) => at));
}
