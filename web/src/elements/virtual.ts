// SPDX-License-Identifier: Apache-2.0

// Which rows of a long list are on show. Browsers cap the height of an element (Firefox at about
// 17.8 million pixels), so very long lists get a shorter scroller that moves in larger steps.

export const scrollerMax_px = 8_000_000;

export interface Geometry {
  readonly count: number;
  readonly row_px: number;
  readonly view_px: number;
}

export interface Range {
  readonly first: number;
  readonly end: number; // one past the last
}

export function fullHeight(g: Geometry): number {
  return g.count * g.row_px;
}

export function scrollerHeight(g: Geometry): number {
  return Math.min(fullHeight(g), scrollerMax_px);
}

export function offsetMax(g: Geometry): number {
  return Math.max(0, fullHeight(g) - g.view_px);
}

function scrollMax(g: Geometry): number {
  return Math.max(0, scrollerHeight(g) - g.view_px);
}

// From the scroll position to the offset in the full list, and back.
export function offsetAt(scrollTop: number, g: Geometry): number {
  const most = scrollMax(g);
  if (most === 0) return 0;
  return offsetMax(g) * (Math.min(scrollTop, most) / most);
}

export function scrollTopAt(offset: number, g: Geometry): number {
  const most = offsetMax(g);
  return most === 0 ? 0 : scrollMax(g) * (Math.min(offset, most) / most);
}

export function rowsAt(offset: number, g: Geometry, spare: number): Range {
  const first = Math.floor(offset / g.row_px);
  const end = Math.ceil((offset + g.view_px) / g.row_px);
  return { first: Math.max(0, first - spare), end: Math.min(g.count, end + spare) };
}

// The offset that brings a row into view, moving as little as possible, or into the middle.
export function offsetFor(
  row: number,
  offset: number,
  g: Geometry,
  align: 'near' | 'middle',
): number {
  const top = row * g.row_px;
  let wanted = offset;
  if (align === 'middle') wanted = top - (g.view_px - g.row_px) / 2;
  else if (top < offset) wanted = top;
  else if (top + g.row_px > offset + g.view_px) wanted = top + g.row_px - g.view_px;
  return Math.max(0, Math.min(offsetMax(g), wanted));
}

// Where the keyboard moves the active row to, or undefined for another key.
export function rowAfterKey(key: string, row: number, g: Geometry): number | undefined {
  const page = Math.max(1, Math.floor(g.view_px / g.row_px) - 1);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: g.count - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.max(0, Math.min(g.count - 1, target));
}
