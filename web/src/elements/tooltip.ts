// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import { place, type Side } from './place';

const delay_ms = 450;
let layer: HTMLElement | undefined;
let owner: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function show(anchor: HTMLElement, text: string, side: Side): void {
  if (!anchor.isConnected || text === '') return;
  if (layer === undefined) {
    layer = document.createElement('div');
    layer.className = 'tooltip';
    layer.popover = 'manual';
    layer.setAttribute('aria-hidden', 'true');
  }
  document.body.append(layer);
  layer.textContent = text;
  if (!layer.matches(':popover-open')) layer.showPopover();
  place(layer, anchor.getBoundingClientRect(), { side, align: 'center', gap: 6 });
  owner = anchor;
}

function hide(): void {
  clearTimeout(timer);
  owner = undefined;
  if (layer?.matches(':popover-open') === true) layer.hidePopover();
}

// A short text beside an element on hover and keyboard focus; Esc hides it. It repeats what the
// element's label says, so it is not in the accessibility tree. <button {@attach tooltip(() => text)}>
export function tooltip(text: () => string, side: Side = 'bottom'): Attachment<HTMLElement> {
  return (element) => {
    const soon = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(() => show(element, text(), side), owner === undefined ? delay_ms : 60);
    };
    // Not at once: the focus also moves while another layer is being opened or closed.
    const now = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (element.matches(':focus-visible')) show(element, text(), side);
      });
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    element.addEventListener('pointerenter', soon);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('pointerdown', hide);
    element.addEventListener('focus', now);
    element.addEventListener('blur', hide);
    element.addEventListener('keydown', escape);
    return () => {
      element.removeEventListener('pointerenter', soon);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focus', now);
      element.removeEventListener('blur', hide);
      element.removeEventListener('keydown', escape);
      if (owner === element) hide();
    };
  };
}
