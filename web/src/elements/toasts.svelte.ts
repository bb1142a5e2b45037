// SPDX-License-Identifier: Apache-2.0

export interface ToastWish {
  readonly text: string;
  readonly kind?: 'plain' | 'error';
  // Takes the change back. The message stays when it gives false: it could not be done now.
  readonly undo?: () => unknown;
  // Where it can be seen.
  readonly link?: { readonly text: string; readonly href: string };
  readonly lasts_ms?: number;
}

export interface ToastOnShow extends ToastWish {
  readonly id: number;
}

export const toastLasts_ms = 10_000;
const shownMax = 4;

let toasts = $state.raw<readonly ToastOnShow[]>([]);
let last = 0;

export function toastsOnShow(): readonly ToastOnShow[] {
  return toasts;
}

// Says what was done, at the bottom left, for ten seconds.
export function toast(wish: ToastWish): number {
  const id = ++last;
  toasts = [...toasts, { ...wish, id }].slice(-shownMax);
  return id;
}

export function dismissToast(id: number): void {
  toasts = toasts.filter((toast_) => toast_.id !== id);
}
