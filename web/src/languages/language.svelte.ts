// SPDX-License-Identifier: Apache-2.0
import type { Arguments, Catalogue, Key } from './keys';
import {
  formatMessage,
  parseMessage,
  unbroken,
  type Grammar,
  type Message,
  type Values,
} from './message';

export const languages = ['en', 'ko', 'zh-Hans', 'fr', 'es'] as const;
export type Language = (typeof languages)[number];

// Each language in its own words.
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  ko: '한국어',
  'zh-Hans': '简体中文',
  fr: 'Français',
  es: 'Español',
};

const catalogues: Readonly<Record<Language, () => Promise<{ default: Catalogue }>>> = {
  en: () => import('./en'),
  ko: () => import('./ko'),
  'zh-Hans': () => import('./zh-Hans'),
  fr: () => import('./fr'),
  es: () => import('./es'),
};

const storageKey = 'ensemble.language';

interface Loaded {
  readonly language: Language;
  readonly catalogue: Catalogue;
  readonly grammar: Grammar;
  readonly messages: Map<string, Message>;
}

let loaded = $state.raw<Loaded>();

// The language on the page. Reading it in a template follows changes.
export function language(): Language {
  return loaded?.language ?? 'en';
}

// The best of ours for the browser's wishes.
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const lower = wish.toLowerCase();
    const found = languages.find((l) => lower === l.toLowerCase());
    if (found !== undefined) return found;
    const primary = lower.split('-')[0] ?? '';
    const byPrimary = languages.find((l) => l.toLowerCase().split('-')[0] === primary);
    if (byPrimary !== undefined) return byPrimary;
  }
  return 'en';
}

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

// Loads and shows a language; '' is the browser's. The choice is kept for the next visit.
export async function useLanguage(choice: Language | ''): Promise<void> {
  keep(choice);
  const wanted = choice === '' ? chooseLanguage(navigator.languages) : choice;
  await showLanguage(wanted);
}

// The choice kept by an earlier visit.
export function keptLanguage(): Language | '' {
  try {
    const kept = localStorage.getItem(storageKey) ?? '';
    return isLanguage(kept) ? kept : '';
  } catch {
    return '';
  }
}

function keep(choice: Language | ''): void {
  try {
    if (choice === '') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
}

let latest: Language | undefined;

export async function showLanguage(wanted: Language): Promise<void> {
  latest = wanted;
  const { default: catalogue } = await catalogues[wanted]();
  // Another one was asked for while this one was on its way.
  if (latest !== wanted) return;
  loaded = { language: wanted, catalogue, grammar: grammarOf(wanted), messages: new Map() };
  if (typeof document !== 'undefined') document.documentElement.lang = wanted;
}

export function grammarOf(wanted: Language): Grammar {
  const numbers = new Intl.NumberFormat(wanted);
  const plurals = new Intl.PluralRules(wanted);
  return { number: (n) => numbers.format(n), plural: (n) => plurals.select(n) };
}

// The text of a key in the language on the page: t('home.title'), t('home.count', { count: 3 }).
export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  if (loaded === undefined) return key;
  let message = loaded.messages.get(key);
  if (message === undefined) {
    message = parseMessage(unbroken(lookUp(loaded.catalogue, key), loaded.language));
    loaded.messages.set(key, message);
  }
  return formatMessage(message, (values ?? {}) as Values, loaded.grammar);
}

function lookUp(catalogue: Catalogue, key: Key): string {
  const dot = key.indexOf('.');
  const area = catalogue[key.slice(0, dot) as keyof Catalogue] as Readonly<Record<string, string>>;
  return area[key.slice(dot + 1)] ?? key;
}
