// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { Sequence, composing, singleKey, takesText } from './keys';

export interface Shortcut {
  // "Ctrl+K", "?", "g h". Ctrl stands for ⌘ as well.
  readonly keys: string;
  // For the help; leave it out for a second way to the same action.
  readonly label?: string;
  readonly run: (event: KeyboardEvent) => void;
  // Also while something is typed. Keys with Ctrl or Alt always do.
  readonly inText?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const storageKey = 'ensemble.single-keys';

let groups = $state.raw<readonly ShortcutGroup[]>([]);
let singleKeys = $state(readSingleKeys());

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

// All that works now, the frame's first.
export function shortcutGroups(): readonly ShortcutGroup[] {
  return groups;
}

// Single letters can be turned off, for people whose tools send keys (WCAG 2.1.4).
export function singleKeysOn(): boolean {
  return singleKeys;
}

export function useSingleKeys(on: boolean): void {
  singleKeys = on;
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}

// Adds shortcuts while the calling component lives. Later ones win over earlier ones.
export function setShortcuts(make: () => ShortcutGroup): void {
  $effect.pre(() => {
    const group = make();
    untrack(() => (groups = [...groups, group]));
    return () => (groups = groups.filter((g) => g !== group));
  });
}

function usableShortcuts(typing: boolean): readonly Shortcut[] {
  const all = groups.flatMap((group) => group.shortcuts).reverse();
  if (typing) return all.filter((s) => s.inText === true || /Ctrl\+|Alt\+/.test(s.keys));
  return singleKeys ? all : all.filter((s) => !singleKey(s.keys));
}

const sequence = new Sequence();

// The one listener on the window.
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || composing(event)) return;
  // A modal dialog has the keys to itself.
  if (document.querySelector('dialog:modal') !== null) return;
  const usable = usableShortcuts(takesText(event.target));
  const found = sequence.press(
    event,
    usable.map((s) => s.keys),
    event.timeStamp,
  );
  if (found === 'begun' || found === -1) return;
  event.preventDefault();
  usable[found]?.run(event);
}
