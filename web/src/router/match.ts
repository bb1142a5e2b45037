// SPDX-License-Identifier: Apache-2.0
import { parse } from 'regexparam';

export type Params = Readonly<Record<string, string>>;

export interface Pattern {
  readonly keys: string[];
  readonly regexp: RegExp;
}

export function compile(pattern: string): Pattern {
  const { keys, pattern: regexp } = parse(pattern);
  return { keys, regexp };
}

// The parameters of `path` under the pattern, or undefined. A broken % escape does not match.
export function match(pattern: Pattern, path: string): Params | undefined {
  const found = pattern.regexp.exec(path);
  if (found === null) return undefined;
  const params: Record<string, string> = {};
  try {
    pattern.keys.forEach((key, i) => {
      const value = found[i + 1];
      if (value !== undefined) params[key] = decodeURIComponent(value);
    });
  } catch {
    return undefined;
  }
  return params;
}

// First path words that are ours or the daemon's, so never the name of a team: the same list as in
// shared/records/names.cpp.
export const reservedWords: ReadonlySet<string> = new Set([
  'activity',
  'admin-area',
  'api',
  'artifacts',
  'artifactsV2',
  'assets',
  'authorize',
  'files',
  'graphql',
  'health',
  'inbox',
  'invite',
  'join',
  'metrics',
  'oidc',
  'orgs',
  'ready',
  'registry',
  's',
  'sdk',
  'search',
  'settings',
  'setup',
  'signin',
  'storage',
  'users',
]);

// A path within this site that a sign-in may lead back to; anything else is "/".
export function safeReturn(target: string | null): string {
  if (target === null || !target.startsWith('/')) return '/';
  const url = new URL(target, 'http://here.invalid');
  const leavesHere = url.origin !== 'http://here.invalid' || url.pathname.startsWith('//');
  if (leavesHere || url.pathname === '/signin') return '/';
  return url.pathname + url.search + url.hash;
}
