// SPDX-License-Identifier: Apache-2.0
import { forgetWithPerson } from '../session/forgetting';

// What runs are called that the person changed something of, so that a page that is opened later
// can still name them. Storage can be forbidden; then it lasts as long as the page.

export interface NamedRun {
  readonly id: number;
  readonly project: number;
  readonly name: string;
  readonly display_name?: string;
}

const storageKey = 'ensemble.named-runs';
const kept_max = 100;

let memory: readonly NamedRun[] = read();

function read(): readonly NamedRun[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? (kept as NamedRun[]) : [];
  } catch {
    return [];
  }
}

function use(runs: readonly NamedRun[]): void {
  memory = runs.slice(-kept_max);
  try {
    if (memory.length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(memory));
  } catch {
    // Kept in memory only.
  }
}

export function namedRun(id: number): NamedRun | undefined {
  return memory.find((run) => run.id === id);
}

export function nameRun({ id, project, name, display_name = '' }: NamedRun): void {
  const known = namedRun(id);
  if (known?.display_name === display_name && known.project === project) return;
  use([...memory.filter((run) => run.id !== id), { id, project, name, display_name }]);
}

// The person may not see the scope any more.
export function forgetNamedRuns(scope: string): void {
  const [kind = '', id = ''] = scope.split(':');
  if (memory.length === 0 || kind === 'invites') return;
  const ofProject = kind === 'project' || kind === 'runs';
  use(ofProject ? memory.filter(({ project }) => project !== Number(id)) : []);
}

forgetWithPerson(() => use([]));
