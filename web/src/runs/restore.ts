// SPDX-License-Identifier: Apache-2.0
import type { DeletedRun } from '../connection/types';
import { t } from '../languages/language.svelte';
import { perform } from '../permissions/perform';
import type { Verdict } from '../sync/types';
import { lendRun } from './wished.svelte';

// Brings a deleted run of the project back.
export function restoreRun(project: number, run: DeletedRun): Promise<Verdict> {
  const { id, author, name, display_name } = run;
  const nothing = { notes: '', tags: [], stop_requested: false, ended: true };
  lendRun({ ...nothing, id, project, author, name, display_name }, run.deleted_at_ms);
  const text = t('projectSettings.restored', { name: display_name || name });
  return perform({ do: 'restore_run', run: id }, { final: true, text });
}
