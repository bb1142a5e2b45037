// SPDX-License-Identifier: Apache-2.0
import type { Column } from '../connection/types';
import type { FilterFault } from '../core/core';
import { t } from '../languages/language.svelte';

// Help with the filter language of shared/query/filter.h: what is wrong, and how a word goes on.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// From a place in UTF-8 bytes to one in the text.
export function placeInText(text: string, byte: number): number {
  return decoder.decode(encoder.encode(text).subarray(0, byte)).length;
}

export function faultText(fault: FilterFault, text: string): string {
  const position = placeInText(text, fault.position) + 1;
  const { detail } = fault;
  switch (fault.kind) {
    case 1:
      return t('projects.expectedCondition', { position });
    case 2:
      return t('projects.expectedValue', { position });
    case 3:
      return t('projects.expectedNumber', { position });
    case 4:
      return t('projects.expectedDate', { position });
    case 5:
      return t('projects.expectedDuration', { position });
    case 6:
      return t('projects.unclosedParenthesis', { position });
    case 7:
      return t('projects.unexpectedParenthesis', { position });
    case 8:
      return t('projects.unclosedQuote', { position });
    case 9:
      return t('projects.unknownColumn', { position, name: detail });
    case 10:
      return t('projects.ambiguousColumn', { position, names: detail });
    case 11:
      return t('projects.filterTooLong');
    case 12:
      return t('projects.filterTooDeep', { position });
    default:
      return t('projects.noOrder', { position, name: detail });
  }
}

export const fixedFields = [
  'name',
  'state',
  'tag',
  'group',
  'type',
  'author',
  'host',
  'notes',
  'id',
  'created',
  'started',
  'ended',
  'age',
  'duration',
  'step',
  'has',
] as const;

const states = ['running', 'finished', 'failed', 'crashed', 'killed', 'pending', 'preempted'];

export interface Completion {
  // What stands between from and to becomes this.
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

const quoted = (name: string): string =>
  /[\s()<>=!~:,"']/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name;

// Short where that is clear: "lr" for "config.lr" unless a summary has one too.
function shortNames(columns: readonly Column[]): string[] {
  const counts = new Map<string, number>();
  const bare = (name: string): string => name.slice(name.indexOf('.') + 1);
  for (const { name } of columns) counts.set(bare(name), (counts.get(bare(name)) ?? 0) + 1);
  return columns.map(({ name }) => (counts.get(bare(name)) === 1 ? bare(name) : name));
}

const offeredMax = 8;

// How the word that ends at the caret may go on.
export function completions(
  text: string,
  caret: number,
  columns: readonly Column[],
  tags: readonly string[],
): Completion[] {
  const before = text.slice(0, caret);
  const value = /(?:^|[\s(])(state|tags?)\s*!?:\s*(?:[^\s,()]*,)*([^\s,()]*)$/i.exec(before);
  const word = value?.[2] ?? /[^\s()<>=!~:,"']*$/.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  const make = (name: string, after: string): Completion => ({
    text: quoted(name) + after,
    from,
    to: caret,
    label: name,
  });
  const offer = (names: readonly string[], after: (name: string) => string): Completion[] => {
    const lower = word.toLowerCase();
    const starts = names.filter((name) => name.toLowerCase().startsWith(lower));
    const holds = names.filter(
      (name) => !name.toLowerCase().startsWith(lower) && name.toLowerCase().includes(lower),
    );
    const found = [...starts, ...holds].filter((name) => name !== word);
    return found.slice(0, offeredMax).map((name) => make(name, after(name)));
  };
  if (value !== null) {
    return offer(value[1]?.toLowerCase() === 'state' ? states : tags, () => ' ');
  }
  if (/[<>=~]\s*[^\s]*$/.test(before) || word === '') return [];
  const colon = new Set<string>(['state', 'tag', 'group', 'type', 'author', 'has']);
  return offer([...fixedFields, ...shortNames(columns)], (name) => (colon.has(name) ? ':' : ' '));
}
