// SPDX-License-Identifier: Apache-2.0

// The views of a run; the name stands in the address.
export const runTabs = [
  'overview',
  'charts',
  'system',
  'logs',
  'files',
  'artifacts',
  'config',
  'summary',
] as const;

export type RunTab = (typeof runTabs)[number];

// undefined for a word that is none.
export function readTab(word: string | undefined): RunTab | undefined {
  return word === undefined ? 'overview' : runTabs.find((tab) => tab === word);
}
