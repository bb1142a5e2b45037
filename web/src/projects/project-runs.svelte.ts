// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { api, follow } from '../connection/connection.svelte';
import { ApiError } from '../connection/errors';
import type { Column, Metric, Project, RunState } from '../connection/types';
import { seriesLoader } from '../charts/loader.svelte';
import { Pace } from '../charts/pace';
import type { FilterFault } from '../core/core';
import type { Frame } from '../core/frame';
import { core } from '../core/start';
import {
  answeredRuns,
  lendRun,
  refusalsOfRuns,
  unknownRuns,
  wishesOfRuns,
  wishTurn,
  type AnsweredRun,
} from '../runs/wished.svelte';
import { hasEnded } from '../runs/run-times';
import { Amendments } from './amendments';
import { tagList } from './columns';

// Started with this chunk, while the screen is still being set up.
void core();

const refresh_ms = 250;
const lists_ms = 3000;
const answeredColumns = [
  'name',
  'display_name',
  'notes',
  'tags',
  'author',
  'state',
  'stop_requested',
] as const;

// The runs of one project: kept in the core, followed live, filtered and sorted there. Make it
// while a component is set up.
export class ProjectRuns {
  project = $state.raw<Project>();
  columns = $state.raw<readonly Column[]>([]);
  metrics = $state.raw<readonly Metric[]>([]);
  // All runs were loaded at least once.
  loaded = $state(false);
  listed = $state(false);
  error = $state.raw<unknown>();
  // Why what is loaded could not be brought up to date, and when that was done last; 0 = never.
  behind = $state.raw<unknown>();
  updated_ms = $state(0);
  gone = $state(false);
  total = $state(0);
  // Ids of the matching runs in order.
  matching = $state.raw<Float64Array>(new Float64Array());
  fault = $state.raw<FilterFault>();
  // Grows when cells may have changed.
  revision = $state(0);

  #filter = '';
  #usable = '';
  #sort: readonly string[] = [];
  #wanted = new Set<string>();
  #fetched = new Set<string>();
  #version = 0;
  #described: readonly number[] = [];
  #busy: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #amendments = new Amendments(core);
  readonly #refreshing = new Pace(() => void this.#refresh(), refresh_ms);
  readonly #listing = new Pace(() => void this.#list().catch(() => undefined), lists_ms);

  constructor(
    readonly team: string,
    readonly name: string,
  ) {
    follow(() => this.project && `project:${String(this.project.id)}`, {
      changed: () => this.#changed(),
      refetch: () => this.#changed(),
      live: (runs) => {
        seriesLoader.grown(new Set(runs.map((run) => run.id)));
        this.#refreshing.ask();
      },
      dropped: () => (this.gone = true),
    });
    $effect(() => {
      void wishesOfRuns();
      if (this.loaded) untrack(() => void this.#amend());
    });
    $effect(() => {
      if (refusalsOfRuns() > 0) untrack(() => this.#refreshing.ask());
    });
    $effect(() => {
      // One is enough to hear of what others change.
      if (this.loaded && this.project !== undefined)
        untrack(() => void this.#lend([...this.matching.subarray(0, 1)]));
    });
    $effect(() => {
      const ids = unknownRuns();
      if (!this.loaded || this.project === undefined || ids.length === 0) return;
      void this.#lend(ids);
    });
    const started = core();
    started.onrestart = () => this.#reload();
    $effect(() => () => {
      this.#closed = true;
      this.#refreshing.stop();
      this.#listing.stop();
    });
    void this.#start();
  }

  async #start(): Promise<void> {
    this.error = undefined;
    try {
      // The core takes requests in order, so nothing waits for it to have forgotten.
      void core().forgetRuns();
      const list = this.#list();
      const rows = this.#fetch();
      this.#busy = rows;
      // What the live channel says at first is on its way already.
      this.#listing.begun();
      this.#refreshing.begun();
      const found = api.project(this.team, this.name).then((project) => (this.project = project));
      await Promise.all([found, list, rows]);
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'not_found') this.gone = true;
      else this.error = cause;
    }
  }

  retry(): void {
    void this.#start();
  }

  // What the table asks for. Columns come as they are needed and stay.
  ask(filter: string, sort: readonly string[], columns: readonly string[]): void {
    this.#filter = filter;
    this.#sort = sort;
    untrack(() => void this.#query());
    this.#want(columns);
  }

  // Cells of some runs, in the order of the ids.
  rows(ids: readonly number[], columns: readonly string[]): Promise<Frame> {
    return core().runRows(Float64Array.from(ids), columns);
  }

  // Some runs as the daemon knows them.
  async answered(ids: readonly number[]): Promise<AnsweredRun[]> {
    const project = this.project?.id;
    if (project === undefined) return [];
    const frame = await this.rows(ids, answeredColumns);
    return ids.flatMap((id, i) => {
      if (frame.cell('id', i) === undefined) return [];
      const text = (name: string): string => String(frame.cell(name, i) ?? '');
      const texts = {
        display_name: text('display_name'),
        notes: text('notes'),
        tags: text('tags'),
      };
      const { display_name, notes, tags } = this.#amendments.before(id) ?? texts;
      const ended = hasEnded(text('state') as RunState);
      const stop_requested = frame.cell('stop_requested', i) === 1;
      const own = { display_name, notes, tags: tagList(tags || '[]'), stop_requested, ended };
      return [{ id, project, author: text('author'), name: text('name'), ...own }];
    });
  }

  async #lend(ids: readonly number[]): Promise<void> {
    for (const run of await this.answered(ids)) lendRun(run);
  }

  // Runs besides the newest whose metrics are to be listed.
  describe(runs: readonly number[]): void {
    if (same(runs, this.#described)) return;
    this.#described = runs;
    if (runs.length > 0) this.#listing.ask();
  }

  // Something was changed by this page: do not wait for the daemon to say so.
  touch(): void {
    this.#refreshing.ask();
  }

  #changed(): void {
    this.#refreshing.ask();
    this.#listing.ask();
  }

  #reload(): void {
    this.#version = 0;
    this.#fetched.clear();
    void core().declareColumns(this.columns.map((column) => column.name));
    void this.#refresh();
  }

  #want(columns: readonly string[]): void {
    const missing = columns.filter(
      (name) => /^(config|summary)\./.test(name) && !this.#wanted.has(name),
    );
    if (missing.length === 0) return;
    for (const name of missing) this.#wanted.add(name);
    if (untrack(() => this.loaded)) void this.#refresh();
  }

  // One after the other: a delta must be laid over what it follows.
  #refresh(): Promise<void> {
    this.#busy = this.#busy.then(() => this.#fetch());
    return this.#busy;
  }

  async #fetch(): Promise<void> {
    if (this.#closed) return;
    const wanted = [...this.#wanted];
    try {
      const since = this.#lacks() ? 0 : this.#version;
      const turn = wishTurn();
      const answer = await api.runTable(this.team, this.name, since, wanted);
      const { bytes, version, full, kept } = answer;
      if (this.#closed) return;
      this.#amendments.undo();
      if (full) this.#forget();
      await core().loadRuns(bytes);
      for (const later of kept?.later ?? []) await core().loadRuns(later);
      this.#version = version;
      this.#fetched = new Set(wanted);
      this.error = undefined;
      this.behind = undefined;
      this.updated_ms = kept?.at_ms ?? Date.now();
      if (kept === undefined) answeredRuns(turn, (row) => row.project === this.project?.id);
      await this.#amendments.apply(wishesOfRuns(), this.project?.id);
      await this.#query();
      this.loaded = true;
      this.revision++;
      // Columns can be asked for while others are on their way.
      if (this.#lacks()) void this.#refresh();
    } catch (cause) {
      if (untrack(() => this.loaded)) this.behind = cause;
      else this.error = cause;
    }
  }

  // What people ask for is in the table before the daemon has it.
  #amend(): Promise<void> {
    this.#busy = this.#busy.then(async () => {
      if (this.#closed) return;
      this.#amendments.undo();
      await this.#amendments.apply(wishesOfRuns(), this.project?.id);
      await this.#query();
      this.revision++;
    });
    return this.#busy;
  }

  #lacks(): boolean {
    return [...this.#wanted].some((name) => !this.#fetched.has(name));
  }

  // The answer is the whole table: what it lacks is gone. The core takes requests in order.
  #forget(): void {
    void core().forgetRuns();
    void core().declareColumns(this.columns.map((column) => column.name));
  }

  async #list(): Promise<void> {
    const runs = this.#described;
    const [{ columns }, newest, others] = await Promise.all([
      api.columns(this.team, this.name),
      api.metrics(this.team, this.name),
      runs.length === 0 ? undefined : api.metrics(this.team, this.name, runs),
    ]);
    if (this.#closed) return;
    const metrics = allMetrics(newest.metrics, others?.metrics ?? []);
    if (!same(this.columns, columns)) {
      this.columns = columns;
      await core().declareColumns(columns.map((column) => column.name));
      await this.#query();
    }
    if (!same(this.metrics, metrics)) this.metrics = metrics;
    this.listed = true;
  }

  async #query(): Promise<void> {
    const [filter, sort] = [this.#filter, this.#sort];
    let answer = await core().queryRuns(filter, sort, Date.now());
    const fault = 'kind' in answer ? answer : undefined;
    // While a filter cannot be used, the last one that could stays.
    if (fault !== undefined) answer = await core().queryRuns(this.#usable, sort, Date.now());
    if (this.#closed || filter !== this.#filter || sort !== this.#sort) return;
    this.fault = fault;
    if (fault === undefined) this.#usable = filter;
    if ('kind' in answer) return;
    const { gone } = this.#amendments;
    this.total = answer.total - gone.size;
    this.matching = gone.size === 0 ? answer.ids : answer.ids.filter((id) => !gone.has(id));
    this.#want(answer.needed);
  }
}

function allMetrics(some: readonly Metric[], others: readonly Metric[]): readonly Metric[] {
  const known = new Set(some.map((metric) => `${metric.stream} ${metric.name}`));
  return [...some, ...others.filter((each) => !known.has(`${each.stream} ${each.name}`))];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
