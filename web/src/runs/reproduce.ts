// SPDX-License-Identifier: Apache-2.0
import { commandLine, shellWord, type Machine } from './machine';

export type StepName = 'checkout' | 'patch' | 'install' | 'start';

export interface Step {
  readonly name: StepName;
  readonly code: string;
}

export interface Origin {
  readonly repository: string;
  readonly commit: string;
  readonly machine: Machine;
  // Addresses of what the client uploaded; '' when it did not.
  readonly patch: string;
  readonly requirements: string;
}

const keyFromEnvironment = '-u "api:$WANDB_API_KEY"';

// The shell commands that bring the same code back and start it; only those that are known.
export function reproduceSteps(from: Origin): Step[] {
  const steps: Step[] = [];
  if (from.repository !== '') {
    const remote = withoutSecret(from.repository);
    const folder = folderOf(remote);
    const checkout = from.commit === '' ? '' : `\ngit checkout ${shellWord(from.commit)}`;
    steps.push({
      name: 'checkout',
      code: `git clone ${shellWord(remote)} ${shellWord(folder)}\ncd ${shellWord(folder)}${checkout}`,
    });
  }
  if (from.patch !== '') {
    const fetch = `curl -s ${keyFromEnvironment} ${shellWord(from.patch)} -o diff.patch`;
    steps.push({ name: 'patch', code: `${fetch}\ngit apply diff.patch` });
  }
  if (from.requirements !== '') {
    const fetch = `curl -s ${keyFromEnvironment} ${shellWord(from.requirements)} -o run-requirements.txt`;
    steps.push({ name: 'install', code: `${fetch}\npip install -r run-requirements.txt` });
  }
  const command = commandLine(from.machine);
  if (command !== '') steps.push({ name: 'start', code: command });
  return steps;
}

function folderOf(remote: string): string {
  return /([^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1] ?? 'code';
}

// Remotes of automated builds can hold a token.
function withoutSecret(remote: string): string {
  return remote.replace(/^(https?:\/\/)[^/@]*@/, '$1');
}
