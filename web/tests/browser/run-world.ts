// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';

// The real daemon with one run, written as a script's client writes it.

const program =
  process.env['ENSEMBLED'] ?? join(import.meta.dirname, '../../../build/debug/daemon/ensembled');
const escape = String.fromCharCode(27);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String,
  $displayName: String, $notes: String, $config: JSONString, $host: String, $tags: [String!],
  $repo: String, $commit: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity,
    displayName: $displayName, notes: $notes, config: $config, host: $host, tags: $tags,
    jobRepo: $repo, commit: $commit}) { bucket { id name } inserted } }`;
const createFiles = `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!,
  $files: [String!]!) { createRunFiles(input: {entityName: $entity, projectName: $project,
  runName: $run, files: $files}) { runID files { name uploadUrl } } }`;

export class RunWorld {
  origin = '';
  #key = '';
  #daemon: ChildProcess | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'run-page-'));

  async start(): Promise<void> {
    const port = await freePort();
    this.origin = `http://127.0.0.1:${String(port)}`;
    this.#key = this.#command('user', 'add', 'ana', '--email', 'ana@example.org', '--admin');
    const listen = ['--listen', `127.0.0.1:${String(port)}`];
    this.#daemon = spawn(program, ['serve', '--data', this.#folder, ...listen], {
      stdio: 'ignore',
    });
    await vi.waitFor(async () => expect((await fetch(`${this.origin}/ready`)).status).toBe(200), {
      timeout: 30_000,
      interval: 50,
    });
  }

  stop(): void {
    this.#daemon?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  // Good for one sign-in.
  token(): string {
    return new URL(this.#command('user', 'link', 'ana')).searchParams.get('token') ?? '';
  }

  async makeRun(name: string, displayName: string): Promise<void> {
    const config = { lr: { value: 0.001 }, model: { value: { layers: [64, 10], name: 'mlp' } } };
    const variables = {
      entity: 'ana',
      project: 'p',
      name,
      displayName,
      notes: '## Why\n\nA **second** try.',
      tags: ['baseline'],
      host: 'gpu-04',
      repo: 'git@github.com:ana/digits.git',
      commit: '380955d0db2ea26f277984e954cd0cc61541f7b5',
      config: JSON.stringify(config),
    };
    await this.#post('/graphql', { query: upsert, variables });
  }

  async record(run: string): Promise<void> {
    const rows = Array.from({ length: 50 }, (_, step) =>
      JSON.stringify({ _step: step, _runtime: step, 'train/loss': 1 / (step + 1) }),
    );
    const sample = { _timestamp: 1, _runtime: 1, 'system.cpu': 12, 'system.gpu.0.gpu': 80 };
    await this.#post(`/files/ana/p/${run}/file_stream`, {
      files: {
        'wandb-history.jsonl': { offset: 0, content: rows },
        'wandb-events.jsonl': { offset: 0, content: [JSON.stringify(sample)] },
        'wandb-summary.json': { offset: 0, content: ['{"train/loss": NaN, "_step": 49}'] },
      },
    });
  }

  // Lines of the console from number `first` on, counted from 0.
  async print(run: string, first: number, texts: readonly string[]): Promise<void> {
    const content = texts.map((text) => `2026-11-22T10:00:00.000000 ${text}`);
    await this.#post(`/files/ana/p/${run}/file_stream`, {
      files: { 'output.log': { offset: first, content } },
    });
  }

  async upload(run: string, name: string, content: string): Promise<void> {
    const variables = { entity: 'ana', project: 'p', run, files: [name] };
    const made = (await this.#post('/graphql', { query: createFiles, variables })) as {
      data: { createRunFiles: { files: { uploadUrl: string }[] } };
    };
    const url = made.data.createRunFiles.files[0]?.uploadUrl ?? '';
    expect((await fetch(url, { method: 'PUT', body: content })).status).toBe(200);
  }

  #command(...args: string[]): string {
    const printed = execFileSync(program, [...args, '--data', this.#folder], { encoding: 'utf8' });
    return printed.trim().split('\n').at(-1) ?? '';
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(this.origin + path, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`api:${this.#key}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return answer.json();
  }
}

export const coloured = (text: string): string => `${escape}[31m${text}${escape}[0m`;
