// SPDX-License-Identifier: Apache-2.0
import { t } from '../languages/language.svelte';
import { pathTo } from '../router/router.svelte';
import { namedRun, type NamedRun } from '../runs/named';
import { projectView, runsView } from './seen.svelte';

// What is known here of the run that a command is about.

const rowOf = (id: number): NamedRun | undefined => runsView([id])[0]?.run ?? namedRun(id);

export function runLabel(id: number): string | undefined {
  const run = rowOf(id);
  return run && (run.display_name || run.name);
}

export const runName = (id: number): string => runLabel(id) ?? t('changes.someRun');

export interface RunAddress {
  readonly label: string;
  readonly href: string;
}

export function runAddress(id: number): RunAddress | undefined {
  const run = rowOf(id);
  const project = run && projectView(run.project);
  if (run === undefined || project === undefined || project === null) return undefined;
  const { team_name, project: at } = project;
  return {
    label: `${team_name}/${at.name}/${run.display_name || run.name}`,
    href: pathTo(team_name, at.name, 'runs', run.name),
  };
}
