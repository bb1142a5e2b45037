// SPDX-License-Identifier: Apache-2.0
import { t } from '../languages/language.svelte';

// What the daemon takes, in bytes of UTF-8.
export const passwordBytesMin = 10;
export const passwordBytesMax = 1024;

export function passwordProblem(password: string): string | undefined {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes < passwordBytesMin) return t('session.passwordShort');
  return bytes > passwordBytesMax ? t('session.passwordLong') : undefined;
}
