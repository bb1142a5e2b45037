// SPDX-License-Identifier: Apache-2.0
import { RealDaemon } from './real-daemon';

// The real daemon with one run, written as a script's client writes it.

const escape = String.fromCharCode(27);

const upsert = `mutation UpsertBucket($name: String, $project: String, $entity: String,
  $displayName: String, $notes: String, $config: JSONString, $host: String, $tags: [String!],
  $repo: String, $commit: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity,
    displayName: $displayName, notes: $notes, config: $config, host: $host, tags: $tags,
    jobRepo: $repo, commit: $commit}) { bucket { id name } inserted } }`;
export class RunWorld extends RealDaemon {
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
    await this.post('/graphql', { query: upsert, variables });
  }

  async record(run: string): Promise<void> {
    const rows = Array.from({ length: 50 }, (_, step) =>
      JSON.stringify({ _step: step, _runtime: step, 'train/loss': 1 / (step + 1) }),
    );
    const sample = { _timestamp: 1, _runtime: 1, 'system.cpu': 12, 'system.gpu.0.gpu': 80 };
    await this.post(`/files/ana/p/${run}/file_stream`, {
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
    await this.post(`/files/ana/p/${run}/file_stream`, {
      files: { 'output.log': { offset: first, content } },
    });
  }
}

export const coloured = (text: string): string => `${escape}[31m${text}${escape}[0m`;
