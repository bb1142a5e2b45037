// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../../src/languages/en';
import es from '../../src/languages/es';
import fr from '../../src/languages/fr';
import ko from '../../src/languages/ko';
import { grammarOf, languages, type Language } from '../../src/languages/language.svelte';
import { formatMessage, parseMessage, valueNames } from '../../src/languages/message';
import zhHans from '../../src/languages/zh-Hans';

type Flat = Map<string, string>;

function flat(catalogue: object): Flat {
  const texts: Flat = new Map();
  for (const [area, keys] of Object.entries(catalogue)) {
    for (const [key, text] of Object.entries(keys as Record<string, string>)) {
      texts.set(`${area}.${key}`, text);
    }
  }
  return texts;
}

const catalogues: Record<Language, Flat> = {
  en: flat(en),
  ko: flat(ko),
  'zh-Hans': flat(zhHans),
  fr: flat(fr),
  es: flat(es),
};
const english = catalogues.en;
const others = languages.filter((language) => language !== 'en');

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !/^languages\/[a-zA-Z-]+\//.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe.each(others)('%s', (language) => {
  const texts = catalogues[language];

  test('has exactly the keys that English has', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('takes the same values as English in every text', () => {
    for (const [key, text] of english) {
      const own = valueNames(parseMessage(texts.get(key) ?? ''));
      expect({ key, names: own }).toEqual({ key, names: valueNames(parseMessage(text)) });
    }
  });

  test('marks the same words as code', () => {
    const code = (text: string): string[] => (text.match(/`[^`]*`/g) ?? []).sort();
    for (const [key, text] of english) {
      expect({ key, code: code(texts.get(key) ?? '') }).toEqual({ key, code: code(text) });
    }
  });

  test('leaves no sentence in English', () => {
    const same = [...english].filter(
      ([key, text]) => !text.includes('{') && text.split(' ').length > 3 && texts.get(key) === text,
    );
    expect(same).toEqual([]);
  });
});

test('every text is well formed and not empty', () => {
  for (const language of languages) {
    for (const [key, text] of catalogues[language]) {
      const values = Object.fromEntries(valueNames(parseMessage(text)).map((name) => [name, 3]));
      const written = formatMessage(parseMessage(text), values, grammarOf(language));
      expect({ language, key, empty: written.trim() === '' }).toEqual({
        language,
        key,
        empty: false,
      });
    }
  }
});

// The types of values are read from the text (keys.ts), where a branch without a space or "#"
// would look like a name.
test('no branch of an English plural looks like a name', () => {
  for (const [key, text] of english) {
    const branches = [...text.matchAll(/(?:one|other|=\d+) \{([^{}]*)\}/g)].map((m) => m[1] ?? '');
    for (const branch of branches)
      expect({ key, branch }).toEqual({ key, branch: expect.stringMatching(/[ #]/) });
  }
});

test('every key is used', () => {
  const all = sources(join(import.meta.dirname, '../../src')).join('\n');
  const unused = [...english.keys()].filter((key) => !all.includes(`'${key}'`));
  expect(unused).toEqual([]);
});
