// SPDX-License-Identifier: Apache-2.0
import { forgetWithPerson } from '../session/forgetting';
import type { RoleName } from '../sync/types';

// What somebody was about to save of a role when they went elsewhere.

export interface RoleDraft {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly base: RoleName;
  readonly extra: readonly string[];
}

// By the role, 'new' for the one that is not there yet.
const drafts = new Map<number | 'new', RoleDraft>();

export function keepDraft(role: number | 'new', draft: RoleDraft): void {
  drafts.set(role, draft);
}
export function draftOf(role: number | 'new'): RoleDraft | undefined {
  return drafts.get(role);
}
export function forgetDraft(role: number | 'new'): void {
  drafts.delete(role);
}
forgetWithPerson(() => drafts.clear());
