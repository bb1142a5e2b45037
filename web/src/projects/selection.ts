// SPDX-License-Identifier: Apache-2.0

// Selected rows of a table by their ids, with ranges that grow from where they began.
export interface Selection {
  readonly ids: ReadonlySet<number>;
  // Where a range begins, as a place in the order.
  readonly anchor: number;
}

export const noSelection: Selection = { ids: new Set(), anchor: -1 };

export function toggleRow(selection: Selection, order: Float64Array, row: number): Selection {
  const id = order[row];
  if (id === undefined) return selection;
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: row };
}

// Everything from the anchor to the row.
export function extendTo(selection: Selection, order: Float64Array, row: number): Selection {
  const anchor = selection.anchor < 0 ? row : selection.anchor;
  const [first, last] = anchor < row ? [anchor, row] : [row, anchor];
  return { ids: new Set(order.subarray(first, last + 1)), anchor };
}

export function selectAll(order: Float64Array): Selection {
  return { ids: new Set(order), anchor: 0 };
}

// Without the runs that are no longer there.
export function stillThere(selection: Selection, order: Float64Array): Selection {
  if (selection.ids.size === 0) return selection;
  const there = new Set(order);
  const ids = new Set([...selection.ids].filter((id) => there.has(id)));
  return ids.size === selection.ids.size ? selection : { ids, anchor: -1 };
}
