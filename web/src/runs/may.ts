// SPDX-License-Identifier: Apache-2.0
import { mayView, type Place } from '../permissions/seen.svelte';
import { session } from '../session/session.svelte';
import type { Decision } from '../sync/types';
import { authorOf } from './wished.svelte';

export type RunAction =
  'run:read' | 'run:update' | 'run:stop' | 'run:delete' | 'run:restore' | 'run:move';

export interface RunMay extends Decision {
  readonly place: Place;
}

// Whether the person may do this to a run of the project; `otherwise` counts while the page itself
// cannot know.
export function mayRun(
  action: RunAction,
  project: number,
  author: string,
  otherwise: boolean,
): RunMay {
  const { author: creator } = authorOf(author);
  const place = { project, ...(creator !== undefined && { creator }) };
  const seen = project === 0 ? null : mayView(action, place);
  const rule = session().kind === 'out' ? 'not_signed_in' : 'role_lacks';
  return { ...(seen ?? { allowed: otherwise, rule }), place };
}
