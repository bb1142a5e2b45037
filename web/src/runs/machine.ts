// SPDX-License-Identifier: Apache-2.0
import { isTree, type Tree } from './values';

// What the client wrote about the machine and the program (wandb-metadata.json), read without
// trust. Empty texts and zeros are what it did not say.
export interface Machine {
  readonly os: string;
  readonly python: string;
  readonly executable: string;
  readonly cpu: string;
  readonly cores: number;
  readonly threads: number;
  readonly memory_bytes: number;
  readonly gpus: readonly string[];
  readonly cuda: string;
  readonly user: string;
  readonly folder: string;
  // Relative to the folder of the repository when there is one.
  readonly script: string;
  readonly args: readonly string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const tree = (value: unknown): Tree => (isTree(value) ? value : {});
const number = (value: unknown): number => {
  const read = Number(typeof value === 'string' || typeof value === 'number' ? value : NaN);
  return Number.isFinite(read) && read > 0 ? read : 0;
};

export function readMachine(metadata: Tree | null): Machine {
  const all = metadata ?? {};
  return {
    os: text(all['os']),
    python: text(all['python']),
    executable: text(all['executable']),
    cpu: text(tree(all['cpu'])['model']),
    cores: number(all['cpu_count']),
    threads: number(all['cpu_count_logical']),
    memory_bytes: number(tree(all['memory'])['total']),
    gpus: gpus(all),
    cuda: text(all['cudaVersion']),
    user: text(all['username']),
    folder: text(all['root']),
    script: text(all['codePath']) || text(all['codePathLocal']) || text(all['program']),
    args: Array.isArray(all['args']) ? all['args'].map(String) : [],
  };
}

function gpus(all: Tree): string[] {
  const lists = [all['gpu_nvidia'], all['gpu_amd']].flatMap((each) =>
    Array.isArray(each) ? each : [],
  );
  const named = lists.map((gpu) => text(tree(gpu)['name']) || text(tree(gpu)['cardSeries']));
  if (named.some((name) => name !== '')) return named;
  const one = text(all['gpu']) || text(tree(all['apple'])['name']);
  return one === ''
    ? []
    : Array.from({ length: Math.min(64, number(all['gpu_count']) || 1) }, () => one);
}

// "2 × NVIDIA A100", one entry per kind.
export function counted(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, n]) => (n === 1 ? name : `${String(n)} × ${name}`));
}

// A word as a POSIX shell takes it whole.
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export function commandLine(machine: Machine): string {
  if (machine.script === '') return '';
  return ['python', machine.script, ...machine.args].map(shellWord).join(' ');
}

export interface Repository {
  // What people read: "example/digits".
  readonly name: string;
  // Where a browser finds it; '' when nobody knows.
  readonly href: string;
  readonly remote: string;
}

// Only addresses of the web become links.
export function readRepository(remote: string): Repository {
  const ssh = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](.+?)(?:\.git)?\/?$/.exec(remote);
  if (ssh !== null) {
    const [, host = '', path = ''] = ssh;
    return { name: path, href: `https://${host}/${path}`, remote };
  }
  try {
    const url = new URL(remote);
    const path = url.pathname.replace(/^\/|(?:\.git)?\/?$/g, '');
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    return { name: path || remote, href: web ? `${url.origin}/${path}` : '', remote };
  } catch {
    return { name: remote, href: '', remote };
  }
}

export function commitLink(repository: Repository, commit: string): string {
  const known = /^https:\/\/(?:github\.com|gitlab\.com|codeberg\.org|[\w.-]*git[\w.-]*)\//;
  if (!known.test(repository.href) || !/^[0-9a-f]{7,64}$/.test(commit)) return '';
  const between = repository.href.includes('gitlab') ? '/-/commit/' : '/commit/';
  return repository.href + between + commit;
}
