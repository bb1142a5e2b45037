// SPDX-License-Identifier: Apache-2.0

// What of a project is on show, as it stands in the address. Every part has a shortest form, and a
// view that is as usual has none.

export interface ViewState {
  readonly filter: string;
  // "-summary.acc" is descending.
  readonly sort: readonly string[];
  // undefined: the usual ones.
  readonly columns: readonly string[] | undefined;
  // So many of the newest matching runs are drawn without being asked for.
  readonly newest: number;
  // Runs (by id) drawn besides, and runs not drawn.
  readonly shown: ReadonlySet<number>;
  readonly hidden: ReadonlySet<number>;
  readonly panelSearch: string;
  // The panel in full screen.
  readonly panel: string;
  readonly size: PanelSize;
}

export type PanelSize = 'small' | 'medium' | 'large';
const sizes: readonly PanelSize[] = ['small', 'medium', 'large'];

export const newestUsual = 10;
export const shownMax = 100;
export const usualSort: readonly string[] = ['-created_at_ms'];

const escape = (name: string): string => name.replace(/[%,]/g, encodeURIComponent);
const joined = (names: readonly string[]): string => names.map(escape).join(',');

function parts(text: string): string[] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

function ids(text: string): Set<number> {
  return new Set(
    parts(text)
      .map(Number)
      .filter((id) => Number.isSafeInteger(id) && id > 0),
  );
}

export function readView(query: URLSearchParams): ViewState {
  const newest = Number(query.get('n') ?? newestUsual);
  const size = sizes.find((each) => each === query.get('size'));
  const columns = query.get('cols');
  return {
    filter: query.get('q') ?? '',
    sort: query.has('sort') ? parts(query.get('sort') ?? '') : usualSort,
    columns: columns === null ? undefined : parts(columns).filter((name) => name !== 'none'),
    newest: Number.isInteger(newest) ? Math.max(0, Math.min(shownMax, newest)) : newestUsual,
    shown: ids(query.get('show') ?? ''),
    hidden: ids(query.get('hide') ?? ''),
    panelSearch: query.get('p') ?? '',
    panel: query.get('panel') ?? '',
    size: size ?? 'medium',
  };
}

// The changes of the address that make this part of a view; null takes a parameter away.
export function viewQuery(view: Partial<ViewState>): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  const set = (name: string, value: string, usual = ''): void => {
    changes[name] = value === usual ? null : value;
  };
  if (view.filter !== undefined) set('q', view.filter);
  if (view.sort !== undefined) set('sort', joined(view.sort), joined(usualSort));
  if (view.columns !== undefined) changes['cols'] = joined(view.columns) || 'none';
  if (view.newest !== undefined) set('n', String(view.newest), String(newestUsual));
  if (view.shown !== undefined) set('show', [...view.shown].join(','));
  if (view.hidden !== undefined) set('hide', [...view.hidden].join(','));
  if (view.panelSearch !== undefined) set('p', view.panelSearch);
  if (view.panel !== undefined) set('panel', view.panel);
  if (view.size !== undefined) set('size', view.size, 'medium');
  return changes;
}

// The runs that are drawn: of the matching ones, the newest and those asked for, without those
// turned off; newest first. A higher id is a newer run. Only the first hundred are drawn.
export function wishedRuns(matching: Float64Array, view: ViewState): number[] {
  const wished = new Set(newestOf(matching, view.newest).filter((id) => !view.hidden.has(id)));
  if (view.shown.size > 0) {
    for (const id of matching) if (view.shown.has(id)) wished.add(id);
  }
  return [...wished].sort((a, b) => b - a);
}

function newestOf(matching: Float64Array, count: number): number[] {
  if (count === 0) return [];
  if (matching.length <= count) return [...matching].sort((a, b) => b - a);
  return [...Float64Array.from(matching).sort().subarray(-count)].reverse();
}

// Turns one run on or off.
export function toggled(
  view: ViewState,
  matching: Float64Array,
  drawn: readonly number[],
  id: number,
): Pick<ViewState, 'shown' | 'hidden'> {
  const shown = new Set(view.shown);
  const hidden = new Set(view.hidden);
  if (drawn.includes(id)) {
    shown.delete(id);
    hidden.add(id);
  } else {
    hidden.delete(id);
    // One of the newest needs no asking.
    if (!wishedRuns(matching, { ...view, hidden }).includes(id)) shown.add(id);
  }
  return { shown, hidden };
}
