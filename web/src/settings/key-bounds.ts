// SPDX-License-Identifier: Apache-2.0
import type { ApiKey, KeyWish } from '../connection/types';
import type { ProjectItem } from '../sync/types';

// What a key can be bound to, for a list to choose from.
export interface Bound {
  readonly value: string; // "team:7", "project:12"
  readonly label: string;
}

interface Named {
  readonly id: number;
  readonly name: string;
}

export function boundsOf(
  team: Named,
  projects: readonly ProjectItem[],
  withTeam: boolean,
): readonly Bound[] {
  const live = projects.filter(({ project }) => project.deleted_at_ms === undefined);
  const own = { value: `team:${String(team.id)}`, label: team.name };
  const each = live.map(({ project }) => ({
    value: `project:${String(project.id)}`,
    label: `${team.name}/${project.name}`,
  }));
  return withTeam ? [own, ...each] : each;
}

export function wishOfBound(value: string): Pick<KeyWish, 'team' | 'project'> {
  const [kind, id] = value.split(':');
  if (kind === 'team') return { team: Number(id) };
  return kind === 'project' ? { project: Number(id) } : {};
}

// '' when the key is bound to nothing.
export function boundOf(key: Pick<ApiKey, 'team' | 'project'>): string {
  if (key.project !== 0) return `project:${String(key.project)}`;
  return key.team === 0 ? '' : `team:${String(key.team)}`;
}

const day_ms = 86_400_000;
const soon_ms = 14 * day_ms;

export type Expiry = 'never' | 'later' | 'soon' | 'over';

export function expiryOf(key: Pick<ApiKey, 'expires_at_ms'>, now_ms: number): Expiry {
  if (key.expires_at_ms === null) return 'never';
  if (key.expires_at_ms <= now_ms) return 'over';
  return key.expires_at_ms - now_ms < soon_ms ? 'soon' : 'later';
}
