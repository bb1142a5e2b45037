// SPDX-License-Identifier: Apache-2.0

import { forgetWithPerson } from '../session/forgetting';

// What this browser keeps of a project's look. Storage can be forbidden or full; then it lasts as
// long as the page.

const memory = new Map<string, string>();
forgetWithPerson(() => memory.clear());
const folder = (project: number): string => `ensemble.project.${String(project)}.`;
const full = (project: number, name: string): string => folder(project) + name;

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

export function forgetProject(project: number): void {
  const own = (key: string): boolean => key.startsWith(folder(project));
  for (const key of [...memory.keys()].filter(own)) memory.delete(key);
  try {
    for (const key of Object.keys(localStorage).filter(own)) localStorage.removeItem(key);
  } catch {
    // Nothing is kept then.
  }
}
