// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { describe } from '../permissions/describe';
import { overtakenView } from '../permissions/seen.svelte';
import { personName } from '../permissions/words';
import { sync } from './sync.svelte';
import type { OvertakenItem } from './types';

function words({ instead, by }: OvertakenItem): string {
  const now = describe(instead);
  if (by === undefined) return t('changes.overtaken', { now });
  return t('changes.overtakenBy', { person: personName(by), now });
}

// Says so when somebody else changed what the person changed: once, on the tab that is looked at,
// and not again about what was so when the page was opened. Call it while a component is set up.
export function tellOvertaken(): void {
  let known: ReadonlySet<number> | undefined;
  $effect(() => {
    const items = sync.state.ready ? overtakenView() : undefined;
    untrack(() => {
      const before = known;
      known = items && new Set(items.map((item) => item.number));
      if (before === undefined || document.visibilityState !== 'visible') return;
      for (const item of items ?? []) if (!before.has(item.number)) toast({ text: words(item) });
    });
  });
}
