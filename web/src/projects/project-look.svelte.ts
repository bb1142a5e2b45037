// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { allocate, lookOf, type Look } from '../charts/colours';
import { keep, kept } from './kept';

export const usualPanel_px = 360;

// Colours of runs, widths, folded sections and panels' own choices: what people set in passing and
// find again next time, in this browser.
export class ProjectLook {
  #project = 0;
  #slots = $state.raw<ReadonlyMap<number, number>>(new Map());
  widths = $state.raw<Readonly<Record<string, number>>>({});
  folded = $state.raw<ReadonlySet<string>>(new Set(['system']));
  logs = $state.raw<Readonly<Record<string, boolean>>>({});
  columns = $state.raw<readonly string[]>();
  panel_px = $state(usualPanel_px);
  panelOpen = $state(true);

  open(project: number): void {
    this.#project = project;
    this.#slots = new Map(kept<[number, number][]>(project, 'slots', []));
    this.widths = kept(project, 'widths', {});
    this.folded = new Set(kept(project, 'folded', ['system']));
    this.logs = kept(project, 'logs', {});
    this.columns = kept<string[] | undefined>(project, 'columns', undefined);
    this.panel_px = kept(project, 'panel', usualPanel_px);
    this.panelOpen = kept(project, 'panelOpen', true);
  }

  // Gives every drawn run a slot of its own.
  allocate(drawn: readonly number[]): void {
    const before = untrack(() => this.#slots);
    const slots = allocate([...drawn].reverse(), before);
    const changed = drawn.some((run) => slots.get(run) !== before.get(run));
    if (changed) this.#keepSlots(slots);
  }

  lookOf(run: number): Look {
    return lookOf(this.#slots.get(run) ?? (run - 1) % 10);
  }

  setSlot(run: number, slot: number): void {
    this.#keepSlots(new Map([...this.#slots, [run, slot]]));
  }

  setWidth(column: string, width_px: number): void {
    this.widths = { ...this.widths, [column]: width_px };
    keep(this.#project, 'widths', this.widths);
  }

  fold(section: string): void {
    const folded = new Set(this.folded);
    if (!folded.delete(section)) folded.add(section);
    this.folded = folded;
    keep(this.#project, 'folded', [...folded]);
  }

  setLog(panel: string, log: boolean): void {
    this.logs = { ...this.logs, [panel]: log };
    keep(this.#project, 'logs', this.logs);
  }

  setColumns(columns: readonly string[]): void {
    this.columns = columns;
    keep(this.#project, 'columns', columns);
  }

  setPanel(width_px: number): void {
    this.panel_px = width_px;
    keep(this.#project, 'panel', width_px);
  }

  setPanelOpen(open: boolean): void {
    this.panelOpen = open;
    keep(this.#project, 'panelOpen', open);
  }

  #keepSlots(slots: ReadonlyMap<number, number>): void {
    this.#slots = slots;
    // The newest runs are those people come back to.
    const newest = [...slots].sort(([a], [b]) => b - a).slice(0, 1000);
    keep(this.#project, 'slots', newest);
  }
}
