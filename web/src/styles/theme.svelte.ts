// SPDX-License-Identifier: Apache-2.0
import type { Theme } from '../connection/types';

// public/theme.js reads the same key before the first paint.
const storageKey = 'ensemble.theme';

let choice = $state<Theme>('');
let shown = $state<'light' | 'dark'>('light');

// What was chosen: '' follows the system.
export function themeChoice(): Theme {
  return choice;
}

// What is on the page. Canvases read it to draw again when it changes.
export function theme(): 'light' | 'dark' {
  return shown;
}

export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    return kept === 'light' || kept === 'dark' ? kept : '';
  } catch {
    return '';
  }
}

export function useTheme(next: Theme): void {
  choice = next;
  try {
    if (next === '') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, next);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  apply();
}

const system = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  shown = choice === '' ? (system.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset['theme'] = shown;
  // The window around an installed page takes the colour of the theme.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.media = meta.dataset['scheme'] === shown ? 'all' : 'not all';
  }
}

export function startTheme(): void {
  choice = keptTheme();
  apply();
  system.addEventListener('change', apply);
}
