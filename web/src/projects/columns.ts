// SPDX-License-Identifier: Apache-2.0
import type { Column, RunState } from '../connection/types';
import type { Cell } from '../core/frame';
import { stateText } from '../elements/StateDot.svelte';
import { formatAgo, formatDateTime, formatDuration, formatMeasured } from '../languages/format';
import { t } from '../languages/language.svelte';

// The columns of a runs table: fixed ones by their name in the run table of docs/protocol.md,
// others by "config.…" and "summary.…".

export type ColumnKind = 'text' | 'state' | 'tags' | 'time' | 'duration' | 'value';

export interface TableColumn {
  readonly name: string;
  readonly label: string;
  // "config" or "summary"; "" for fixed ones.
  readonly group: string;
  readonly kind: ColumnKind;
  readonly width_px: number;
  // Its cells are numbers and stand at the right.
  readonly numeric: boolean;
}

const fixed = [
  ['state', 'state', 110],
  ['created_at_ms', 'time', 92],
  ['runtime_s', 'duration', 110],
  ['tags', 'tags', 140],
  ['author', 'text', 100],
  ['group', 'text', 110],
  ['job_type', 'text', 100],
  ['host', 'text', 120],
  ['notes', 'text', 200],
  ['last_step', 'value', 90],
  ['name', 'text', 100],
  ['started_at_ms', 'time', 92],
  ['ended_at_ms', 'time', 92],
  ['heartbeat_at_ms', 'time', 110],
] as const satisfies readonly (readonly [string, ColumnKind, number])[];

type FixedName = (typeof fixed)[number][0];

function fixedLabel(name: FixedName): string {
  switch (name) {
    case 'state':
      return t('projects.state');
    case 'created_at_ms':
      return t('projects.created');
    case 'runtime_s':
      return t('projects.duration');
    case 'tags':
      return t('projects.tags');
    case 'author':
      return t('projects.author');
    case 'group':
      return t('projects.group');
    case 'job_type':
      return t('projects.jobType');
    case 'host':
      return t('projects.host');
    case 'notes':
      return t('projects.notes');
    case 'last_step':
      return t('projects.steps');
    case 'name':
      return t('projects.runId');
    case 'started_at_ms':
      return t('projects.started');
    case 'ended_at_ms':
      return t('projects.ended');
    case 'heartbeat_at_ms':
      return t('projects.heartbeat');
  }
}

// How many columns stand beside the names in a list of that width.
export const narrowColumn_px = 72;
const narrowName_px = 140;
export function narrowColumns(list_px: number): number {
  return Math.max(1, Math.floor((list_px - narrowName_px - 60) / narrowColumn_px));
}

// For little room: of long names only what follows the last slash or dot, where that is clear.
const shortMax = 9;
export function shortened(columns: readonly TableColumn[]): TableColumn[] {
  const last = (label: string): string => /[^/.]+$/.exec(label)?.[0] ?? label;
  const all = columns.map((column) => last(column.label));
  const unique = (name: string): boolean => all.filter((each) => each === name).length === 1;
  return columns.map((column) => {
    const short = last(column.label);
    const fits = column.label.length <= shortMax;
    return fits || !unique(short) ? column : { ...column, label: short };
  });
}

// Keys that the client writes for itself.
const internal = /^summary\._(?!step$|runtime$)|^config\._wandb/;

export function tableColumns(columns: readonly Column[]): TableColumn[] {
  const own = fixed.map(([name, kind, width_px]) => ({
    name,
    label: fixedLabel(name),
    group: '',
    kind,
    width_px,
    numeric: ['time', 'duration', 'value'].includes(kind),
  }));
  const logged = columns
    .filter((column) => !internal.test(column.name))
    .map((column) => valueColumn(column.name, column.kind === 'number'));
  return [...own, ...logged];
}

export function valueColumn(name: string, numeric = true): TableColumn {
  const dot = name.indexOf('.');
  const [group, label] = [name.slice(0, dot), name.slice(dot + 1)];
  return {
    name,
    label,
    group,
    kind: 'value',
    width_px: Math.max(96, Math.min(180, label.length * 7 + 28)),
    numeric,
  };
}

const telling = [
  /\b(val|valid|validation|eval|test)\b/i,
  /acc|loss|f1|auc|score|reward|error|bleu|map\b/i,
];

// What a table shows before anyone chose: two results that say most.
export function usualColumns(columns: readonly Column[]): string[] {
  const results = columns.filter(
    (column) => column.kind === 'number' && /^summary\.[^_]/.test(column.name),
  );
  const worth = (column: Column): number =>
    telling.filter((pattern) => pattern.test(column.name.replaceAll('_', ' '))).length;
  const best = [...results].sort(
    (a, b) => worth(b) - worth(a) || b.runs - a.runs || a.name.localeCompare(b.name),
  );
  return [...best.slice(0, 2).map((column) => column.name), 'created_at_ms', 'runtime_s'];
}

export function cellText(column: TableColumn, cell: Cell, now_ms: number, digits: number): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') {
    if (column.kind === 'state') return stateText(cell as RunState);
    return column.kind === 'tags' ? tagList(cell).join(', ') : cell;
  }
  if (column.kind === 'time') return formatAgo(cell, now_ms);
  if (column.kind === 'duration') return formatDuration(cell);
  return formatMeasured(cell, digits);
}

// The whole of it, for a tooltip.
export function cellTitle(column: TableColumn, cell: Cell): string {
  if (typeof cell === 'number' && column.kind === 'time') return formatDateTime(cell);
  if (typeof cell === 'number') return String(cell);
  return column.kind === 'tags' && cell !== undefined ? tagList(cell).join(', ') : (cell ?? '');
}

export function tagList(json: string): string[] {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list.filter((tag) => typeof tag === 'string') : [];
  } catch {
    return [];
  }
}
