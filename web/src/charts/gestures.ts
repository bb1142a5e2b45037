// SPDX-License-Identifier: Apache-2.0

// What pointers do on a chart: drag selects a range, Shift+drag (or the middle button) pans,
// Ctrl+wheel zooms, a double click resets, hovering points. Positions are CSS pixels within the
// element.

export interface GestureTarget {
  hover(left: number, top: number): void;
  leave(): void;
  // While a range is being drawn, and its end; a range of less than a few pixels is a click.
  selecting(from: number, to: number): void;
  selected(from: number, to: number): void;
  cancelled(): void;
  // By how much since the last call; `done` at the end.
  pan(by: number, done: boolean): void;
  zoom(at: number, factor: number): void;
  reset(): void;
}

const click_px = 4;

interface Drag {
  readonly kind: 'select' | 'pan';
  readonly from: number;
  last: number;
}

export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  let drag: Drag | undefined;
  const place = (event: MouseEvent): { left: number; top: number } => {
    const box = element.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };

  const down = (event: PointerEvent): void => {
    const middle = event.button === 1;
    if ((event.button !== 0 && !middle) || event.ctrlKey) return;
    const { left, top } = place(event);
    target.hover(left, top);
    if (event.pointerType === 'touch') return;
    drag = { kind: event.shiftKey || middle ? 'pan' : 'select', from: left, last: left };
    element.setPointerCapture(event.pointerId);
    if (middle) event.preventDefault();
  };
  const move = (event: PointerEvent): void => {
    const { left, top } = place(event);
    if (drag?.kind === 'select') target.selecting(drag.from, left);
    if (drag?.kind === 'pan') {
      target.pan(left - drag.last, false);
      drag.last = left;
    }
    target.hover(left, top);
  };
  const up = (event: PointerEvent): void => {
    const ended = drag;
    drag = undefined;
    if (ended === undefined) return;
    const { left } = place(event);
    if (ended.kind === 'pan') target.pan(left - ended.last, true);
    else if (Math.abs(left - ended.from) >= click_px) target.selected(ended.from, left);
    else target.cancelled();
  };
  const cancel = (): void => {
    drag = undefined;
    target.cancelled();
  };
  const leave = (): void => {
    if (drag === undefined) target.leave();
  };
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    target.zoom(place(event).left, Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || drag === undefined) return;
    event.stopPropagation();
    event.preventDefault();
    cancel();
  };
  const reset = (): void => target.reset();

  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', cancel);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('dblclick', reset);
  element.addEventListener('wheel', wheel, { passive: false });
  addEventListener('keydown', key, true);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', cancel);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('dblclick', reset);
    element.removeEventListener('wheel', wheel);
    removeEventListener('keydown', key, true);
  };
}
