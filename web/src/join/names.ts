// SPDX-License-Identifier: Apache-2.0
import { reservedWords } from '../router/match';

export type NameProblem = 'shape' | 'reserved';

// As shared/records/names.h: 1 to 64 letters, digits, '-' and '_', and no first word of a path.
export function nameProblem(name: string): NameProblem | undefined {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return 'shape';
  const lower = name.toLowerCase();
  for (const word of reservedWords) if (word.toLowerCase() === lower) return 'reserved';
  return undefined;
}
