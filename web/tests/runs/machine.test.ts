// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  commandLine,
  commitLink,
  counted,
  readMachine,
  readRepository,
  shellWord,
} from '../../src/runs/machine';
import { reproduceSteps } from '../../src/runs/reproduce';

describe('what the client says of the machine', () => {
  test('is read field by field', () => {
    const machine = readMachine({
      os: 'Linux',
      cpu_count: 8,
      cpu_count_logical: 16,
      memory: { total: '25276514304' },
      gpu_nvidia: [{ name: 'NVIDIA A100' }, { name: 'NVIDIA A100' }, { name: 'NVIDIA T4' }],
      codePath: 'src/train.py',
      program: '/home/a/src/train.py',
      args: ['--lr', '3e-4'],
    });
    expect(machine.memory_bytes).toBe(25276514304);
    expect([machine.cores, machine.threads]).toEqual([8, 16]);
    expect(counted(machine.gpus)).toEqual(['2 × NVIDIA A100', 'NVIDIA T4']);
    expect(commandLine(machine)).toBe('python src/train.py --lr 3e-4');
  });

  test('is empty when it says nothing or nonsense', () => {
    const nothing = readMachine(null);
    expect(
      readMachine({ os: 5, memory: [], cpu_count: 'many', args: 'no', gpu_nvidia: {} }),
    ).toEqual(nothing);
    expect(commandLine(nothing)).toBe('');
  });

  test('counts GPUs that have one name together', () => {
    expect(counted(readMachine({ gpu: 'Tesla V100', gpu_count: 4 }).gpus)).toEqual([
      '4 × Tesla V100',
    ]);
  });
});

test('a shell takes every word as one', () => {
  expect(shellWord('--lr=3e-4')).toBe('--lr=3e-4');
  expect(shellWord('a b')).toBe("'a b'");
  expect(shellWord("it's; rm -rf /")).toBe("'it'\\''s; rm -rf /'");
  expect(shellWord('')).toBe("''");
});

describe('repositories', () => {
  test('of every usual form have a page', () => {
    const page = { name: 'ana/digits', href: 'https://github.com/ana/digits' };
    for (const remote of [
      'git@github.com:ana/digits.git',
      'ssh://git@github.com/ana/digits',
      'https://github.com/ana/digits.git',
      'https://user:secret@github.com/ana/digits',
    ]) {
      expect(readRepository(remote)).toEqual({ ...page, remote });
    }
  });

  test('that are no web address have none', () => {
    expect(readRepository('javascript:alert(1)').href).toBe('');
    expect(readRepository('/srv/git/digits.git')).toMatchObject({
      name: '/srv/git/digits.git',
      href: '',
    });
  });

  test('link to a commit where that is known to work', () => {
    const commit = '380955d0db2ea26f277984e954cd0cc61541f7b5';
    const link = (remote: string, of = commit): string => commitLink(readRepository(remote), of);
    expect(link('git@github.com:ana/digits.git')).toBe(
      `https://github.com/ana/digits/commit/${commit}`,
    );
    expect(link('https://gitlab.com/ana/digits')).toBe(
      `https://gitlab.com/ana/digits/-/commit/${commit}`,
    );
    expect(link('https://example.com/ana/digits')).toBe('');
    expect(link('https://github.com/ana/digits', '../../evil')).toBe('');
  });
});

describe('how to reproduce a run', () => {
  const machine = readMachine({ codePath: 'train.py', args: ['--name', 'a b'] });

  test('has the steps that are known, in order', () => {
    const steps = reproduceSteps({
      repository: 'https://token@github.com/ana/digits.git',
      commit: 'abc1234',
      machine,
      patch: 'https://here/diff.patch',
      requirements: 'https://here/requirements.txt',
    });
    expect(steps.map((step) => step.name)).toEqual(['checkout', 'patch', 'install', 'start']);
    expect(steps[0]?.code).toBe(
      'git clone https://github.com/ana/digits.git digits\ncd digits\ngit checkout abc1234',
    );
    expect(steps[3]?.code).toBe("python train.py --name 'a b'");
  });

  test('leaves out what nobody knows', () => {
    const origin = { repository: '', commit: '', patch: '', requirements: '' };
    expect(reproduceSteps({ ...origin, machine: readMachine(null) })).toEqual([]);
    expect(reproduceSteps({ ...origin, machine }).map((step) => step.name)).toEqual(['start']);
  });
});
