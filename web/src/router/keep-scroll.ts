// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from 'svelte/attachments';
import { router } from './router.svelte';

const kept = new Map<string, number>();
const keptMax = 200;
const patience_ms = 3000;

function note(key: string, top: number): void {
  kept.delete(key);
  kept.set(key, top);
  const oldest = kept.keys().next().value;
  if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
}

// Back and forward find a scroller where it was, a new page begins at its top:
// <div {@attach keepScroll('runs')}>. `name` tells the scrollers of one screen apart. Content that
// comes later is waited for, unless someone scrolls meanwhile.
export function keepScroll(name: string): Attachment<HTMLElement> {
  return (element) => {
    const key = `${router.entry} ${name}`;
    const wanted = kept.get(key) ?? 0;
    let restoring = wanted > 0;
    const restore = (): void => {
      if (!restoring) return;
      element.scrollTop = wanted;
      if (element.scrollTop >= wanted - 1) done();
    };
    const grown = new MutationObserver(restore);
    const timer = setTimeout(() => done(), patience_ms);
    const done = (): void => {
      restoring = false;
      grown.disconnect();
      clearTimeout(timer);
    };
    const scrolled = (): void => {
      if (!restoring) note(key, element.scrollTop);
    };

    element.scrollTop = wanted;
    grown.observe(element, { childList: true, subtree: true });
    restore();
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', done, { passive: true });
    element.addEventListener('pointerdown', done);
    return () => {
      // The last scroll event may not have come yet.
      if (element.isConnected) scrolled();
      done();
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', done);
      element.removeEventListener('pointerdown', done);
    };
  };
}
