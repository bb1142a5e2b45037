// SPDX-License-Identifier: Apache-2.0
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { perform } from '../permissions/perform';
import { viewingAs } from '../permissions/seen.svelte';
import { explain } from '../permissions/words';
import { lendRun, type AnsweredRun } from '../runs/wished.svelte';
import { sync } from '../sync/sync.svelte';
import type { Command, Refused } from '../sync/types';
import type { ProjectRuns } from './project-runs.svelte';
import type { RunLine } from './run-cells.svelte';

// What can be done with runs of a project. Each says how it went; what can be taken back offers it.
export class RunActions {
  constructor(private readonly data: Pick<ProjectRuns, 'answered'>) {}

  async rename(line: RunLine, name: string): Promise<boolean> {
    if (name === line.label) return true;
    const text = t('projects.renamed', { name });
    return this.#one(line, { do: 'rename_run', run: line.id, display_name: name }, text);
  }

  async stop(line: RunLine): Promise<void> {
    const text = t('projects.stopAsked', { name: line.label });
    await this.#one(line, { do: 'stop_run', run: line.id }, text);
  }

  async remove(ids: Iterable<number>): Promise<void> {
    const done = await this.#each(ids, ({ id }) => ({ do: 'delete_run', run: id }));
    const back = done.map(({ id }): Command => ({ do: 'restore_run', run: id }));
    this.#say(done.length, t('projects.deleted', { n: done.length }), back);
  }

  async addTag(ids: Iterable<number>, tag: string): Promise<void> {
    const done = await this.#each(ids, ({ id, tags }) =>
      tags.includes(tag) ? undefined : { do: 'tag_run', run: id, tag, on: true },
    );
    const back = done.map(({ id }): Command => ({ do: 'tag_run', run: id, tag, on: false }));
    this.#say(done.length, t('projects.tagged', { n: done.length, tag }), back);
  }

  async move(ids: Iterable<number>, project: number, name: string): Promise<void> {
    const done = await this.#each(ids, ({ id }) => ({ do: 'move_run', run: id, project }));
    const back = done.map((run): Command => ({
      do: 'move_run',
      run: run.id,
      project: run.project,
    }));
    this.#say(done.length, t('projects.moved', { n: done.length, project: name }), back);
  }

  async #one(line: RunLine, command: Command, text: string): Promise<boolean> {
    for (const run of await this.data.answered([line.id])) lendRun(run);
    return (await perform(command, { text })).accepted;
  }

  // What fails is said once, the others are done.
  async #each(
    ids: Iterable<number>,
    commandFor: (run: AnsweredRun) => Command | undefined,
  ): Promise<AnsweredRun[]> {
    if (viewingAs() !== undefined) {
      toast({ kind: 'error', text: t('permissions.readOnlyNow') });
      return [];
    }
    const runs = await this.data.answered([...ids]);
    const done: AnsweredRun[] = [];
    let failure: { readonly refused: Refused; readonly about: Command['do'] } | undefined;
    for (const run of runs) {
      const command = commandFor(run);
      if (command === undefined) continue;
      lendRun(run);
      const verdict = await sync.act(command);
      if (verdict.accepted) done.push(run);
      else failure = { refused: verdict, about: command.do };
    }
    if (failure !== undefined) {
      const text = explain(failure.refused, failure.about, Date.now());
      toast({ kind: 'error', text });
    }
    return done;
  }

  #say(n: number, text: string, back: readonly Command[]): void {
    if (n === 0) return;
    const undo = async (): Promise<void> => {
      for (const command of back) await perform(command, { final: true, silent: true });
    };
    toast({ text, undo: () => void undo() });
  }
}
