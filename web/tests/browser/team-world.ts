// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import type { Command } from '../../src/sync/types';
import { Front } from './front';
import { RealDaemon } from './real-daemon';
import { signedIn } from './sync-world';

const dist = join(import.meta.dirname, '../../dist');

export const team = 5_000_000_001;
export const reviewer = 5_000_000_002;
export const people = ['ana', 'bo', 'chen', 'dina'] as const;
export type PersonName = (typeof people)[number];

// A daemon with the team "vision": ana is its admin, bo and chen are members, dina has the custom
// role Reviewer. It has the projects "digits", for the team, and "secret", restricted to ana.
export class TeamWorld {
  readonly daemon = new RealDaemon();
  #front: Front | undefined;
  readonly #keys = new Map<PersonName, string>();
  readonly ids = { ana: 1, bo: 2, chen: 3, dina: 4 } as const;

  get origin(): string {
    return this.#front?.origin ?? '';
  }

  async start(): Promise<void> {
    await this.daemon.start();
    const port = Number(new URL(this.daemon.origin).port);
    this.#front = await Front.start(dist, () => port, true);
    this.#keys.set('ana', this.daemon.key);
    for (const name of people.slice(1)) {
      const mail = `${name}@example.org`;
      this.#keys.set(name, this.daemon.command('user', 'add', name, '--email', mail));
    }
    await this.accepted('ana', { do: 'create_team', team, name: 'vision' });
    await this.accepted('ana', {
      do: 'create_role',
      role: reviewer,
      name: 'Reviewer',
      description: 'Reads all and stops what runs away.',
      base: 'view_only',
      extra: ['artifact:download', 'run:stop'],
    });
    for (const name of people.slice(1)) await this.#join(name);
    for (const [i, name] of (['digits', 'secret'] as const).entries()) {
      const visibility = name === 'secret' ? 'restricted' : 'team';
      const project = 5_000_000_300 + i;
      await this.accepted('ana', { do: 'create_project', project, team, name, visibility });
    }
    await this.accepted('ana', {
      do: 'invite_member',
      invite: 5_000_000_200,
      team,
      email: 'hana@example.org',
      role: { base: 'member' },
    });
  }

  async close(): Promise<void> {
    await this.#front?.stop();
    await this.daemon.close();
  }

  async accepted(who: PersonName, command: Command): Promise<void> {
    const answer = await fetch(`${this.daemon.origin}/api/commands`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`api:${this.#keys.get(who) ?? ''}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(command),
    });
    expect(answer.status, await answer.text()).toBe(200);
  }

  signIn(context: BrowserContext, who: string): Promise<void> {
    return signedIn(this.daemon, context, who);
  }

  // The network between the pages and the daemon.
  get front(): Front | undefined {
    return this.#front;
  }

  async #join(name: PersonName): Promise<void> {
    const user = this.ids[name];
    const invite = 5_000_000_100 + user;
    const role =
      name === 'dina'
        ? ({ base: 'view_only', custom: reviewer } as const)
        : ({ base: 'member' } as const);
    await this.accepted('ana', { do: 'invite_member', invite, team, user, role });
    await this.accepted(name, { do: 'accept_invite', team, invite });
  }
}
