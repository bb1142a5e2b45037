// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { seriesLoader } from '../charts/loader.svelte';
import { Pace } from '../charts/pace';
import type { RunPlace } from '../connection/api';
import { api, follow, keptSince_ms } from '../connection/connection.svelte';
import { ApiError } from '../connection/errors';
import type { DeletedRun, Metric, Run } from '../connection/types';
import { perform } from '../permissions/perform';
import { runsView } from '../permissions/seen.svelte';
import { sync } from '../sync/sync.svelte';
import type { Command, RunField, Verdict } from '../sync/types';
import { hasEnded } from './run-times';
import { answeredRuns, lendRun, refusalsOfRuns, wishesOfRuns, wishTurn } from './wished.svelte';
import { leaves, overlaid } from './wishes';

const nothing: ReadonlySet<RunField> = new Set();
const details_ms = 1000;
const lists_ms = 3000;

// One run, followed live. Make it while a component is set up.
export class RunData {
  // As the daemon answered it.
  #answered = $state.raw<Run>();
  // The id of its project, 0 as long as it is not known.
  project = $state(0);
  metrics = $state.raw<readonly Metric[]>([]);
  listed = $state(false);
  error = $state.raw<unknown>();
  // It does not exist, is deleted, or may not be seen: only who may restore it is told which.
  #gone = $state(false);
  deleted = $state.raw<DeletedRun>();
  consoleLines = $state(0);
  // Grows when recorded data may have changed.
  revision = $state(0);
  // When this page last saw it live; 0 when it has not.
  seen_at_ms = $state(0);

  #closed = false;
  readonly #details = new Pace(() => void this.#load().catch(() => undefined), details_ms);
  readonly #lists = new Pace(() => void this.#list().catch(() => undefined), lists_ms);

  constructor(readonly place: RunPlace) {
    const ready = $derived(sync.state.ready);
    $effect(() => {
      const known = this.#answered !== undefined && this.project !== 0;
      if (known && ready) untrack(() => this.#lend());
    });
    const there = $derived(this.#there());
    $effect(() => {
      const is = there;
      untrack(() => this.#follow(is));
    });
    // It may come back.
    follow(
      () => (this.gone && this.project !== 0 ? `project:${String(this.project)}` : undefined),
      {
        changed: () => void this.start(),
        refetch: () => void this.start(),
      },
    );
    follow(() => (this.#gone ? undefined : this.run && `run:${String(this.run.id)}`), {
      changed: () => this.#changed(),
      refetch: () => this.#changed(),
      live: (runs) => {
        const mine = runs.find((each) => each.id === this.run?.id);
        if (mine === undefined) return;
        this.seen_at_ms = Date.now();
        this.consoleLines = Math.max(this.consoleLines, mine.console);
        this.#changed();
      },
      dropped: () => this.#lose(),
    });
    $effect(() => {
      if (refusalsOfRuns() > 0) untrack(() => this.#details.ask());
    });
    $effect(() => () => {
      this.#closed = true;
      this.#details.stop();
      this.#lists.stop();
    });
    void this.start();
  }

  // As the person wants it.
  get run(): Run | undefined {
    const run = this.#answered;
    return run && overlaid(run, wishesOfRuns().get(run.id));
  }

  get gone(): boolean {
    const wish = this.#answered && wishesOfRuns().get(this.#answered.id);
    return this.#gone || (wish !== undefined && leaves(wish, this.project));
  }

  // Shown and not confirmed.
  get waits(): ReadonlySet<RunField> {
    const run = this.#answered;
    return (run && wishesOfRuns().get(run.id)?.waits) ?? nothing;
  }

  get live(): boolean {
    return this.run?.state === 'running';
  }

  async start(): Promise<void> {
    this.error = undefined;
    try {
      await this.#load();
      this.#gone = false;
      this.deleted = undefined;
      const { team, project } = this.place;
      this.project = (await api.project(team, project)).id;
      await this.#list();
      // What happened before it was followed.
      this.#details.ask();
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'not_found') this.#lose();
      else this.error = cause;
    }
  }

  // Whether it is there as the control plane knows it; undefined when it does not.
  #there(): boolean | undefined {
    const id = this.#answered?.id ?? this.deleted?.id;
    const item = id === undefined ? undefined : runsView([id])[0];
    if (item === undefined || item.waits.includes('deleted_at_ms')) return undefined;
    return item.run.deleted_at_ms === undefined;
  }

  #follow(there: boolean | undefined): void {
    if (there === false) this.#lose();
    else if (there === true && this.#gone) void this.start();
  }

  #lose(): void {
    this.#gone = true;
    void this.#find().catch(() => undefined);
  }

  // Among what was deleted, which everybody who reads the project is shown.
  async #find(): Promise<void> {
    const { team, project, run } = this.place;
    if (this.project === 0) this.project = (await api.project(team, project)).id;
    const { runs } = await api.trash(team, project);
    if (!this.#closed && this.#gone) this.deleted = runs.find(({ name }) => name === run);
  }

  // Shown at once, here and without a connection too. `text` says that it is done.
  async change(command: Command, text?: string): Promise<Verdict> {
    this.#lend();
    return perform(command, text === undefined ? {} : { text });
  }

  #lend(): void {
    const run = this.#answered;
    if (run === undefined || this.project === 0 || this.#gone) return;
    lendRun({ ...run, project: this.project, ended: hasEnded(run.state) });
  }

  #changed(): void {
    this.revision++;
    if (this.run !== undefined) seriesLoader.grown(new Set([this.run.id]));
    this.#details.ask();
    this.#lists.ask();
  }

  async #load(): Promise<void> {
    const turn = wishTurn();
    const run = await api.run(this.place);
    if (this.#closed) return;
    this.#answered = run;
    if (keptSince_ms() === 0) answeredRuns(turn, ({ id }) => id === run.id);
    this.consoleLines = Math.max(this.consoleLines, run.counts.console_lines);
  }

  async #list(): Promise<void> {
    const { team, project } = this.place;
    if (this.run === undefined) return;
    const { metrics } = await api.metrics(team, project, [this.run.id]);
    if (this.#closed) return;
    if (JSON.stringify(metrics) !== JSON.stringify(this.metrics)) this.metrics = metrics;
    this.listed = true;
  }
}
