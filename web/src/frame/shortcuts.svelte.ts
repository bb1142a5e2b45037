// SPDX-License-Identifier: Apache-2.0
import { Sequence, composing, singleKey, takesText } from './keys';
import { Told } from './told.svelte';

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

const groups = new Told<ShortcutGroup>();
let singleKeys = $state(readSingleKeys());

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

// All that works now, the frame's first; those of one title are one group.
export function shortcutGroups(): readonly ShortcutGroup[] {
  const titles = [...new Set(groups.all.map(({ title }) => title))];
  return titles.map((title) => {
    const same = groups.all.filter((group) => group.title === title);
    return { title, shortcuts: same.flatMap(({ shortcuts }) => shortcuts) };
  });
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
  groups.tell(make);
}

function usableShortcuts(typing: boolean): readonly Shortcut[] {
  const all = groups.all.flatMap((group) => group.shortcuts).reverse();
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
