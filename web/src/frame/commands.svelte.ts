// SPDX-License-Identifier: Apache-2.0
import type { IconName } from '../elements/icons';
import { score } from '../languages/search';
import { Told } from './told.svelte';

// One row of the palette: somewhere to go, or something to do.
export interface Command {
  readonly id: string;
  readonly label: string;
  // Beside the label, e.g. the project of a run.
  readonly hint?: string;
  readonly icon: IconName;
  readonly href?: string;
  readonly run?: () => void;
  readonly keys?: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

const groups = new Told<CommandGroup>();

// The newest first.
export function commandGroups(): readonly CommandGroup[] {
  return groups.all.toReversed();
}

// Adds commands while the calling component lives, e.g. the runs that a table has loaded.
export function setCommands(make: () => CommandGroup): void {
  groups.tell(make);
}

// What the palette shows for a query: the best of every group, groups in order of their best.
export function search(
  all: readonly CommandGroup[],
  query: string,
  perGroup: number,
): CommandGroup[] {
  const found = all.map((group) => {
    const scored = group.commands
      .map((command) => ({ command, score: commandScore(command, query) }))
      .filter((s) => s.score > 0);
    if (query.trim() !== '') scored.sort((a, b) => b.score - a.score);
    const commands = scored.slice(0, perGroup).map((s) => s.command);
    return { title: group.title, commands, best: scored[0]?.score ?? 0 };
  });
  return found.filter((g) => g.commands.length > 0).sort((a, b) => b.best - a.best);
}

function commandScore(command: Command, query: string): number {
  const own = score(command.label, query);
  if (own > 0) return own + 0.5;
  return command.hint === undefined ? 0 : score(`${command.label} ${command.hint}`, query);
}
