// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import { router } from './router.svelte';

const kept = new Map<string, number>();
const keptMax = 200;

// Back and forward find a scroller where it was: <div {@attach keepScroll('runs')}>. `name` tells
// the scrollers of one screen apart. Content must be there when the element is.
export function keepScroll(name: string): Attachment<HTMLElement> {
  return (element) => {
    const key = `${router.entry} ${name}`;
    const top = kept.get(key);
    if (top !== undefined) element.scrollTop = top;
    const note = (): void => {
      kept.delete(key);
      kept.set(key, element.scrollTop);
      const oldest = kept.keys().next().value;
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  };
}
