// SPDX-License-Identifier: Apache-2.0

// First path words below which the daemon answers; every other address is a view of the page.
export const daemonWords: ReadonlySet<string> = new Set([
  'api',
  'artifacts',
  'artifactsV2',
  'assets',
  'files',
  'graphql',
  'health',
  'metrics',
  'oidc',
  'ready',
  'sdk',
  'storage',
]);

export const pageFile = '/index.html';
export const workerFile = '/sw.js';

// What of a request decides who answers it.
export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly destination: string;
  readonly url: string;
}

// Built files whose names change with their content.
export const isHashed = (path: string): boolean => path.startsWith('/assets/');

// The built file that answers, or undefined: then the request goes to the daemon untouched. `files`
// are paths such as "/favicon-idle.svg"; hashed ones need not be among them, for tabs of an older
// version ask for files of that version.
export function fileFor(
  asked: Asked,
  origin: string,
  files: { has(path: string): boolean },
): string | undefined {
  const url = new URL(asked.url);
  if (asked.method !== 'GET' || url.origin !== origin) return undefined;
  const built = files.has(url.pathname) || isHashed(url.pathname);
  if (url.search === '' && built) return url.pathname;
  const opened = asked.mode === 'navigate' && asked.destination === 'document';
  const word = url.pathname.split('/')[1] ?? '';
  return opened && !daemonWords.has(word) ? pageFile : undefined;
}
