// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { expect, vi } from 'vitest';

const program =
  process.env['ENSEMBLED'] ?? join(import.meta.dirname, '../../../build/debug/daemon/ensembled');
const createFiles = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!,
  $files: [String!]!) { createRunFiles(input: {entityName: $entity, projectName: $project,
  runName: $run, files: $files}) { runID files { name uploadUrl } } }`;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

// `ensembled` as a child process, with a folder of its own and one user, ana.
export class RealDaemon {
  origin = '';
  key = '';
  readonly folder = mkdtempSync(join(tmpdir(), 'ensembled-'));
  #port = 0;
  #process: ChildProcess | undefined;

  async start(): Promise<void> {
    if (this.#port === 0) {
      this.key = this.command('user', 'add', 'ana', '--email', 'ana@example.org', '--admin');
    }
    for (let tries = this.#port === 0 ? 3 : 1; !(await this.#serve()); tries--) {
      if (tries === 1) throw new Error('The daemon does not start.');
      // Somebody else took the port meanwhile.
      this.#port = 0;
    }
  }

  // Whether it came up.
  async #serve(): Promise<boolean> {
    if (this.#port === 0) this.#port = await freePort();
    this.origin = `http://127.0.0.1:${String(this.#port)}`;
    const listen = ['--listen', `127.0.0.1:${String(this.#port)}`];
    const started = spawn(program, ['serve', '--data', this.folder, ...listen], {
      stdio: 'ignore',
    });
    this.#process = started;
    return vi.waitFor(
      async () => {
        if (started.exitCode !== null) return false;
        expect((await fetch(`${this.origin}/ready`)).status).toBe(200);
        return true;
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  // As a crash of the machine would.
  async kill(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (process === undefined || process.exitCode !== null) return;
    const gone = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The last line of what a command prints.
  command(...args: string[]): string {
    const printed = execFileSync(program, [...args, '--data', this.folder], { encoding: 'utf8' });
    return printed.trim().split('\n').at(-1) ?? '';
  }

  // Good for one sign-in.
  link(): string {
    const printed = new URL(this.command('user', 'link', 'ana'));
    return `${this.origin}${printed.pathname}${printed.search}`;
  }

  async signIn(context: BrowserContext): Promise<void> {
    const token = new URL(this.link()).searchParams.get('token');
    const answer = await context.request.post(`${this.origin}/api/session`, {
      data: { token },
      headers: { 'X-Ensemble-Request': '1' },
    });
    expect(answer.status()).toBe(200);
  }

  // As a script's client posts.
  async post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(this.origin + path, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`api:${this.key}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return answer.json();
  }

  // Puts a file to a run of ana/p.
  async upload(run: string, name: string, content: string): Promise<void> {
    const variables = { entity: 'ana', project: 'p', run, files: [name] };
    const made = (await this.post('/graphql', { query: createFiles, variables })) as {
      data: { createRunFiles: { files: { uploadUrl: string }[] } };
    };
    const url = made.data.createRunFiles.files[0]?.uploadUrl ?? '';
    expect((await fetch(url, { method: 'PUT', body: content })).status).toBe(200);
  }

  // What a script needs to find it.
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, WANDB_BASE_URL: this.origin, WANDB_API_KEY: this.key };
  }
}
