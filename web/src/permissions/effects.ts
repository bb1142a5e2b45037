// SPDX-License-Identifier: Apache-2.0
import type { ChangeOfAccess, Person } from '../sync/types';

// What people gain or lose by a change, put together: one entry for all who gain (or lose) the
// same in as many places.
export interface Effect {
  readonly sign: 'gain' | 'loss';
  readonly people: readonly Person[];
  readonly actions: readonly string[];
  readonly inTeam: boolean;
  readonly projects: number;
  // They cannot even see the team any more.
  readonly out: boolean;
}

interface Share {
  readonly person: Person;
  readonly actions: Set<string>;
  readonly projects: Set<number>;
}

function sharesOf(changes: readonly ChangeOfAccess[], sign: Effect['sign']): Share[] {
  const shares = new Map<number, Share>();
  for (const change of changes) {
    const actions = sign === 'gain' ? change.gained : change.lost;
    if (actions.length === 0) continue;
    const share = shares.get(change.user.id) ?? {
      person: change.user,
      actions: new Set(),
      projects: new Set(),
    };
    for (const action of actions) share.actions.add(action);
    share.projects.add(change.project);
    shares.set(change.user.id, share);
  }
  return [...shares.values()];
}

export function effectsOf(changes: readonly ChangeOfAccess[]): Effect[] {
  const effects: Effect[] = [];
  for (const sign of ['gain', 'loss'] as const) {
    const alike = new Map<string, Share[]>();
    for (const share of sharesOf(changes, sign)) {
      const inTeam = share.projects.has(0);
      const projects = share.projects.size - (inTeam ? 1 : 0);
      const key = JSON.stringify([[...share.actions].sort(), inTeam, projects]);
      alike.set(key, [...(alike.get(key) ?? []), share]);
    }
    for (const shares of alike.values()) effects.push(together(sign, shares));
  }
  return effects;
}

function together(sign: Effect['sign'], shares: readonly Share[]): Effect {
  const { actions, projects } = shares[0] ?? { actions: new Set<string>(), projects: new Set([0]) };
  const inTeam = projects.has(0);
  return {
    sign,
    people: shares.map((share) => share.person),
    actions: [...actions],
    inTeam,
    projects: projects.size - (inTeam ? 1 : 0),
    out: sign === 'loss' && actions.has('team:read'),
  };
}

// How many people something happens to.
export function concerned(changes: readonly ChangeOfAccess[]): number {
  return new Set(changes.map((change) => change.user.id)).size;
}
