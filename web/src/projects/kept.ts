// SPDX-License-Identifier: Apache-2.0

import { forgetWithPerson } from '../session/forgetting';

// What this browser keeps of a project's look. Storage can be forbidden or full; then it lasts as
// long as the page.

const memory = new Map<string, string>();
forgetWithPerson(() => memory.clear());
const full = (project: number, name: string): string =>
  `ensemble.project.${String(project)}.${name}`;

export function kept<T>(project: number, name: string, fallback: T): T {
  const key = full(project, name);
  try {
    const text = localStorage.getItem(key) ?? memory.get(key);
    return text === undefined ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function keep(project: number, name: string, value: unknown): void {
  const key = full(project, name);
  const text = JSON.stringify(value);
  memory.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // Kept in memory only.
  }
}
