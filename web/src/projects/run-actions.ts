// SPDX-License-Identifier: Apache-2.0
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { goBack, perform } from '../permissions/perform';
import { runsView } from '../permissions/seen.svelte';
import { looksOnly, wayBack } from '../permissions/way-back';
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
    const text = t('projects.deleted', { n: done.length });
    this.#say(done, text, ({ id }) => ({ do: 'restore_run', run: id }));
  }

  async addTag(ids: Iterable<number>, tag: string): Promise<void> {
    const done = await this.#each(ids, ({ id, tags }) =>
      tags.includes(tag) ? undefined : { do: 'tag_run', run: id, tag, on: true },
    );
    const text = t('projects.tagged', { n: done.length, tag });
    this.#say(done, text, ({ id }) => ({ do: 'tag_run', run: id, tag, on: false }));
  }

  async move(ids: Iterable<number>, project: number, name: string): Promise<void> {
    const done = await this.#each(ids, ({ id }) => ({ do: 'move_run', run: id, project }));
    const text = t('projects.moved', { n: done.length, project: name });
    // What left the project is not followed any more, so that it is to be lent before it comes back.
    const lend = (): void => {
      const known = new Set(runsView(done.map(({ id }) => id)).map(({ run }) => run.id));
      for (const run of done) if (!known.has(run.id)) lendRun({ ...run, project });
    };
    const back = ({ id, project: from }: AnsweredRun): Command => ({
      do: 'move_run',
      run: id,
      project: from,
    });
    this.#say(done, text, back, lend);
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
    if (looksOnly()) return [];
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

  #say(
    done: readonly AnsweredRun[],
    text: string,
    back: (run: AnsweredRun) => Command,
    before: () => void = () => undefined,
  ): void {
    if (done.length === 0) return;
    // There is not always a way back: no run leaves a restricted project.
    const ways = done.flatMap((run) => wayBack(back(run)) ?? []);
    const undo = (): boolean => {
      before();
      return goBack(ways);
    };
    const live = sync.state.connection === 'live';
    toast({
      text: live ? text : `${text} · ${t('changes.waitsHere')}`,
      ...(ways.length === done.length ? { undo } : {}),
    });
  }
}
