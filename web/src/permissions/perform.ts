// SPDX-License-Identifier: Apache-2.0
import { toast } from '../elements/toasts.svelte';
import { t } from '../languages/language.svelte';
import { sync } from '../sync/sync.svelte';
import type { Command, Verdict } from '../sync/types';
import { changesAccess, describe } from './describe';
import { inverse } from './inverse';
import { looksOnly, stillStands, wayBack, type WayBack } from './way-back';
import { explain } from './words';

export interface Performance {
  // Refusals are shown where they arose, not in a message.
  readonly quiet?: boolean;
  // Nothing is said when it is done.
  readonly silent?: boolean;
  // What the message says instead of the title of the change, when it is done.
  readonly text?: string;
  // No way back is offered.
  readonly final?: boolean;
  // Where it can be seen, when it is done.
  readonly link?: { readonly text: string; readonly href: string };
}

// Does what a person asked for and tells them, with the way back. Whoever looks through another
// one's eyes changes nothing.
export async function perform(command: Command, how: Performance = {}): Promise<Verdict> {
  if (looksOnly()) return { accepted: false, code: 'forbidden', rule: 'not_creator' };
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
  const way = wayBack(back);
  toast({
    text: live ? (how.text ?? what) : `${what} · ${waitsText(command)}`,
    ...(way === undefined ? {} : { undo: () => goBack([way]) }),
    ...(live && how.link !== undefined ? { link: how.link } : {}),
  });
  return verdict;
}

// Without a connection nothing is done yet.
export function waitsText(command: Command): string {
  return changesAccess(command) ? t('changes.notInForce') : t('changes.waitsHere');
}

// Takes changes back, as far as they stand; several of them without a word. Gives false when it is
// not to be done now.
export function goBack(ways: readonly WayBack[]): boolean {
  if (looksOnly()) return false;
  const standing = ways.filter(stillStands);
  const silent = ways.length > 1;
  void (async () => {
    for (const { command } of standing) await perform(command, { final: true, silent });
  })();
  return true;
}
