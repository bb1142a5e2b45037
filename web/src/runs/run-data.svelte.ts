// SPDX-License-Identifier: Apache-2.0
import { seriesLoader } from '../charts/loader.svelte';
import { Pace } from '../charts/pace';
import type { RunPlace } from '../connection/api';
import { api, follow } from '../connection/connection.svelte';
import { ApiError } from '../connection/errors';
import type { Metric, Run, RunChanges } from '../connection/types';

const details_ms = 1000;
const lists_ms = 3000;

// One run, followed live. Make it while a component is set up.
export class RunData {
  run = $state.raw<Run>();
  // The id of its project, 0 as long as it is not known.
  project = $state(0);
  metrics = $state.raw<readonly Metric[]>([]);
  listed = $state(false);
  error = $state.raw<unknown>();
  // It does not exist, is deleted, or may not be seen: nobody is told which.
  gone = $state(false);
  consoleLines = $state(0);
  // Grows when recorded data may have changed.
  revision = $state(0);
  // When this page last saw it live; 0 when it has not.
  seen_at_ms = $state(0);

  #closed = false;
  readonly #details = new Pace(() => void this.#load().catch(() => undefined), details_ms);
  readonly #lists = new Pace(() => void this.#list().catch(() => undefined), lists_ms);

  constructor(readonly place: RunPlace) {
    follow(() => this.run && `run:${String(this.run.id)}`, {
      changed: () => this.#changed(),
      refetch: () => this.#changed(),
      live: (runs) => {
        const mine = runs.find((each) => each.id === this.run?.id);
        if (mine === undefined) return;
        this.seen_at_ms = Date.now();
        this.consoleLines = Math.max(this.consoleLines, mine.console);
        this.#changed();
      },
      dropped: () => (this.gone = true),
    });
    $effect(() => () => {
      this.#closed = true;
      this.#details.stop();
      this.#lists.stop();
    });
    void this.start();
  }

  get live(): boolean {
    return this.run?.state === 'running';
  }

  async start(): Promise<void> {
    this.error = undefined;
    try {
      await this.#load();
      const { team, project } = this.place;
      this.project = (await api.project(team, project)).id;
      await this.#list();
    } catch (cause) {
      if (cause instanceof ApiError && cause.code === 'not_found') this.gone = true;
      else this.error = cause;
    }
  }

  // Shown at once, taken back when the daemon refuses.
  async change(changes: RunChanges): Promise<void> {
    const before = this.run;
    if (before === undefined) return;
    this.run = { ...before, ...changes };
    try {
      this.run = await api.changeRun(this.place, changes);
    } catch (cause) {
      this.run = before;
      throw cause;
    }
  }

  async stop(): Promise<void> {
    await api.stopRun(this.place);
    if (this.run !== undefined) this.run = { ...this.run, stop_requested: true };
  }

  #changed(): void {
    this.revision++;
    if (this.run !== undefined) seriesLoader.grown(new Set([this.run.id]));
    this.#details.ask();
    this.#lists.ask();
  }

  async #load(): Promise<void> {
    const run = await api.run(this.place);
    if (this.#closed) return;
    this.run = run;
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
