// SPDX-License-Identifier: Apache-2.0

// Places a floating layer beside its anchor and inside of the window.

export type Side = 'bottom' | 'top' | 'right' | 'left';
export type Align = 'start' | 'center' | 'end';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Wish {
  readonly side: Side;
  readonly align: Align;
  readonly gap: number;
}

export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly maxHeight: number;
}

const margin = 8;
const opposite: Readonly<Record<Side, Side>> = {
  bottom: 'top',
  top: 'bottom',
  left: 'right',
  right: 'left',
};

function room(anchor: Box, side: Side, window_: Size): number {
  if (side === 'bottom') return window_.height - anchor.top - anchor.height;
  if (side === 'top') return anchor.top;
  return side === 'right' ? window_.width - anchor.left - anchor.width : anchor.left;
}

function along(start: number, length: number, own: number, align: Align): number {
  if (align === 'start') return start;
  return align === 'end' ? start + length - own : start + (length - own) / 2;
}

const clamp = (value: number, most: number): number => Math.max(margin, Math.min(value, most));

// The wished side, or the opposite one when only that has room (or more of it).
export function spot(anchor: Box, layer: Size, window_: Size, wish: Wish): Spot {
  const needed = wish.gap + margin;
  const upright = wish.side === 'bottom' || wish.side === 'top';
  const own = upright ? layer.height : layer.width;
  const here = room(anchor, wish.side, window_);
  const there = room(anchor, opposite[wish.side], window_);
  const side = here < own + needed && there > here ? opposite[wish.side] : wish.side;

  const maxHeight = upright ? room(anchor, side, window_) - needed : window_.height - 2 * margin;
  const height = Math.min(layer.height, maxHeight);
  let left = along(anchor.left, anchor.width, layer.width, wish.align);
  let top = along(anchor.top, anchor.height, height, wish.align);
  if (side === 'bottom') top = anchor.top + anchor.height + wish.gap;
  else if (side === 'top') top = anchor.top - wish.gap - height;
  else if (side === 'right') left = anchor.left + anchor.width + wish.gap;
  else left = anchor.left - wish.gap - layer.width;
  return {
    left: Math.round(clamp(left, window_.width - layer.width - margin)),
    top: Math.round(clamp(top, window_.height - height - margin)),
    maxHeight: Math.floor(maxHeight),
  };
}

export function place(layer: HTMLElement, anchor: Box, wish: Wish): void {
  layer.style.maxHeight = '';
  const size = { width: layer.offsetWidth, height: layer.offsetHeight };
  const found = spot(anchor, size, { width: innerWidth, height: innerHeight }, wish);
  layer.style.left = `${String(found.left)}px`;
  layer.style.top = `${String(found.top)}px`;
  layer.style.maxHeight = `${String(found.maxHeight)}px`;
}
