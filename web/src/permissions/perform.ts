// SPDX-License-Identifier: Apache-2.0
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { sync } from '../sync/sync.svelte';
import type { Command, Verdict } from '../sync/types';
import { changesAccess, describe } from './describe';
import { inverse } from './inverse';
import { viewingAs } from './seen.svelte';
import { explain } from './words';

export interface Performance {
  // Refusals are shown where they arose, not in a message.
  readonly quiet?: boolean;
  // Nothing is said when it is done.
  readonly silent?: boolean;
  // What the message says instead of the title of the change.
  readonly text?: string;
  // No way back is offered.
  readonly final?: boolean;
}

// Does what a person asked for and tells them, with the way back. Whoever looks through another
// one's eyes changes nothing.
export async function perform(command: Command, how: Performance = {}): Promise<Verdict> {
  if (viewingAs() !== undefined) {
    toast({ kind: 'error', text: t('permissions.readOnlyNow') });
    return { accepted: false, code: 'forbidden', rule: 'not_creator' };
  }
  const back = how.final === true ? undefined : inverse(command);
  const what = describe(command);
  const verdict = (await sync.act(command)) as Verdict;
  if (!verdict.accepted) {
    if (how.quiet !== true) {
      const why = explain(verdict, command.do, Date.now());
      toast({ kind: 'error', text: t('changes.refusedToast', { what, why }) });
    }
    return verdict;
  }
  if (how.silent === true) return verdict;
  const live = sync.state.connection === 'live';
  const note = live || !changesAccess(command) ? '' : ` · ${t('changes.notInForce')}`;
  const undo = back === undefined || !sync.foretell(back).accepted ? undefined : back;
  toast({
    text: (how.text ?? what) + note,
    ...(undo === undefined ? {} : { undo: () => void perform(undo, { final: true }) }),
  });
  return verdict;
}
