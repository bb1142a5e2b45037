// SPDX-License-Identifier: Apache-2.0
import { errorText } from '../connection/error-text';
import type { Theme } from '../connection/types';
import { toast } from '../elements/toasts.svelte';
import { isLanguage, t, useLanguage, type Language } from '../languages/language.svelte';
import { changeMe, me } from '../session/session.svelte';
import { themeChoice, useTheme } from '../styles/theme.svelte';

// Theme and language take effect at once and are kept with the account, so that they are there on
// the next machine.

export function themeNames(): Readonly<Record<Theme, string>> {
  return {
    '': t('settings.themeSystem'),
    light: t('settings.themeLight'),
    dark: t('settings.themeDark'),
  };
}

export function languageChoice(): Language | '' {
  const { language } = me();
  return isLanguage(language) ? language : '';
}

export async function saveTheme(theme: Theme): Promise<void> {
  const before = themeChoice();
  useTheme(theme);
  try {
    await changeMe({ theme });
  } catch (error) {
    useTheme(before);
    toast({ kind: 'error', text: errorText(error) });
  }
}

export async function saveLanguage(language: Language | ''): Promise<void> {
  const before = languageChoice();
  try {
    await useLanguage(language);
    await changeMe({ language });
  } catch (error) {
    await useLanguage(before).catch(() => undefined);
    toast({ kind: 'error', text: errorText(error) });
  }
}
