// SPDX-License-Identifier: Apache-2.0
import { api } from '../connection/connection.svelte';
import { errorText } from '../connection/error-text';
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { tagList } from './columns';
import type { ProjectRuns } from './project-runs.svelte';
import type { RunLine } from './run-cells.svelte';

// What can be done with runs of a project. Each says how it went; what can be taken back offers it.

interface Named {
  readonly run: string;
  readonly tags: readonly string[];
}

export class RunActions {
  constructor(private readonly data: ProjectRuns) {}

  async rename(line: RunLine, name: string): Promise<boolean> {
    if (name === line.label) return true;
    const set = async (display_name: string): Promise<boolean> => {
      const done = await this.#try(() => api.changeRun(this.#place(line.name), { display_name }));
      this.data.touch();
      return done;
    };
    if (!(await set(name))) return false;
    toast({ text: t('projects.renamed', { name }), undo: () => void set(line.label) });
    return true;
  }

  async stop(line: RunLine): Promise<void> {
    const done = await this.#try(() => api.stopRun(this.#place(line.name)));
    if (done) toast({ text: t('projects.stopAsked', { name: line.label }) });
    this.data.touch();
  }

  async remove(ids: Iterable<number>): Promise<void> {
    const n = await this.#each(ids, (run) => api.deleteRun(this.#place(run.run)));
    if (n > 0) toast({ text: t('projects.deleted', { n }) });
  }

  async addTag(ids: Iterable<number>, tag: string): Promise<void> {
    const before: Named[] = [];
    const n = await this.#each(ids, async (run) => {
      if (run.tags.includes(tag)) return;
      await api.changeRun(this.#place(run.run), { tags: [...run.tags, tag] });
      before.push(run);
    });
    const undo = async (): Promise<void> => {
      for (const { run, tags } of before) {
        await this.#try(() => api.changeRun(this.#place(run), { tags }));
      }
      this.data.touch();
    };
    if (n > 0) toast({ text: t('projects.tagged', { n, tag }), undo: () => void undo() });
  }

  #place(run: string): { team: string; project: string; run: string } {
    return { team: this.data.team, project: this.data.name, run };
  }

  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      toast({ kind: 'error', text: errorText(error) });
      return false;
    }
  }

  // One after the other; what fails is said once, the others are done.
  async #each(ids: Iterable<number>, act: (run: Named) => Promise<unknown>): Promise<number> {
    const chosen = [...ids];
    const frame = await this.data.rows(chosen, ['name', 'tags']);
    let done = 0;
    let failure: unknown;
    for (let i = 0; i < chosen.length; i++) {
      if (frame.cell('id', i) === undefined) continue;
      const run = String(frame.cell('name', i) ?? '');
      try {
        await act({ run, tags: tagList(String(frame.cell('tags', i) ?? '[]')) });
        done++;
      } catch (error) {
        failure = error;
      }
    }
    this.data.touch();
    if (failure !== undefined) toast({ kind: 'error', text: errorText(failure) });
    return done;
  }
}
