// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { eventually, launch, open } from './browser';
import { TeamWorld } from './team-world';

// The smallest picture there is: one red pixel.
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

test('a team gets a picture that everybody sees, and loses it again', async () => {
  const browser = await launch();
  const world = new TeamWorld();
  await world.start();
  const { page, context, faults } = await open(browser);
  await world.signIn(context, 'ana');
  await page.goto(`${world.origin}/vision/settings/profile`);
  const input = page.getByLabel('Picture', { exact: true });
  await page.getByRole('button', { name: 'Choose a picture' }).waitFor();

  await input.setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('hello'),
  });
  await page.getByText('This file is not a picture.').waitFor();
  await input.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: pixel });
  await page.getByText('The new picture is there for everybody.').waitFor();
  await page.locator('.picture img[src^="/api/avatars/"]').waitFor();

  const bo = await open(browser);
  await world.signIn(bo.context, 'bo');
  await bo.page.goto(`${world.origin}/vision`);
  const shown = bo.page.locator('main img[src^="/api/avatars/"]');
  await shown.waitFor();
  await eventually(async () =>
    expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(256),
  );
  await page.getByRole('button', { name: 'Remove the picture' }).click();
  await shown.waitFor({ state: 'detached' });

  expect([...faults, ...bo.faults]).toEqual([]);
  await context.close();
  await bo.context.close();
  await browser.close();
  await world.close();
});
