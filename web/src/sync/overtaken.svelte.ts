// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { describe } from '../permissions/describe';
import { runLabel } from '../permissions/run-place';
import { overtakenView } from '../permissions/seen.svelte';
import { personName } from '../permissions/words';
import { sync } from './sync.svelte';
import type { OvertakenItem } from './types';

function words(item: OvertakenItem): string {
  const { instead, by } = item;
  const now = standsNow(item);
  const text =
    by === undefined
      ? t('changes.overtaken', { now })
      : t('changes.overtakenBy', { person: personName(by), now });
  const run = 'run' in instead ? runLabel(instead.run) : undefined;
  return run === undefined ? text : t('changes.ofRun', { run, text });
}

// What there is instead, in words.
export function standsNow({ instead }: OvertakenItem): string {
  return instead.do === 'rename_run' ? instead.display_name : describe(instead);
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
