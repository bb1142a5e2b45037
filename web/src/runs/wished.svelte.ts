// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { pendingView, runsView, usersView } from '../permissions/seen.svelte';
import { forgetWithPerson } from '../session/forgetting';
import { sync } from '../sync/sync.svelte';
import type { RunRecord } from '../sync/types';
import { nameRun } from './named';
import { fieldOf, overlaid, Wishes, type Editable, type Wish } from './wishes';

// The wishes of this page's person about runs.

const wishes = new Wishes();
let unknown = $state.raw<readonly number[]>([]);
let refusals = $state(0);
let refusedBefore: ReadonlySet<number> = new Set();
let all = $state.raw<ReadonlyMap<number, Wish>>(new Map());

$effect.root(() => {
  $effect.pre(() => {
    const ids = new Set<number>();
    for (const { progress, command } of pendingView())
      if (progress !== 'refused' && 'run' in command) ids.add(command.run);
    const refused = pendingView().filter(({ progress }) => progress === 'refused');
    const seen = ids.size === 0 ? [] : runsView([...ids]);
    const items = seen.filter(({ waits }) => waits.length > 0);
    for (const { run } of seen) {
      ids.delete(run.id);
      nameRun(run);
    }
    untrack(() => {
      if (ids.size > 0 || unknown.length > 0) unknown = [...ids];
      const fresh = refused.filter(({ number }) => !refusedBefore.has(number));
      refusedBefore = new Set(refused.map(({ number }) => number));
      if (fresh.some(({ command }) => 'run' in command)) refusals++;
      const moved = wishes.follow(
        items,
        (id) => runsView([id])[0]?.run,
        (id, field) =>
          fresh.some(
            ({ command }) => 'run' in command && command.run === id && fieldOf(command) === field,
          ),
      );
      for (const row of moved) if (runsView([row.id]).length > 0) sync.lend({ k: 'run', ...row });
      publish();
    });
  });
});

forgetWithPerson(() => {
  wishes.clear();
  refusedBefore = new Set();
  publish();
});

function publish(): void {
  const now = wishes.all();
  if (now.size > 0 || all.size > 0) all = now;
}

export function wishesOfRuns(): ReadonlyMap<number, Wish> {
  return all;
}

// Runs that something was asked of and that are to be lent before it can be shown.
export function unknownRuns(): readonly number[] {
  return unknown;
}

// Grows when something that was asked of runs is refused: what is on show may be older than that.
export function refusalsOfRuns(): number {
  return refusals;
}

// Take the turn before the daemon is asked about runs, and say it when the answer is on show.
export function wishTurn(): number {
  return wishes.turn;
}
export function answeredRuns(turn: number, concerned: (row: RunRecord) => boolean): void {
  wishes.answered(turn, concerned);
  publish();
}

// What the daemon answered about a run.
export interface AnsweredRun extends Editable {
  readonly id: number;
  readonly project: number;
  readonly author: string;
  readonly name: string;
  readonly ended: boolean;
}

// So that commands about the run can be decided here.
export function lendRun(run: AnsweredRun, deleted_at_ms?: number): void {
  const { id, author, name, ended } = run;
  const settled = wishes.settled(id);
  const { display_name, notes, tags, stop_requested } = overlaid(run, settled);
  const project = settled?.fields.has('project') === true ? settled.row.project : run.project;
  const row = { id, project, name, display_name, notes, tags, ended, stop_requested };
  const deleted = deleted_at_ms === undefined ? {} : { deleted_at_ms };
  sync.lend({ k: 'run', ...row, ...deleted, ...authorOf(author) });
}

export function authorOf(name: string): { readonly author?: number } {
  const user = usersView()?.users.find((one) => one.name === name);
  return user === undefined ? {} : { author: user.id };
}
