// SPDX-License-Identifier: Apache-2.0
import { forgetWithPerson } from '../session/forgetting';
import { sync } from '../sync/sync.svelte';
import type * as T from '../sync/types';

// The views of the control plane, by what they give, as whoever is viewed as sees them.
// null: there is no such thing, or it is hidden, or nothing is known yet (`sync.state.ready`).

export interface Place {
  readonly team?: number;
  readonly project?: number;
  readonly creator?: number;
}

// One's own eyes, with nothing but a role in the team.
export interface RoleEyes {
  readonly role: string; // as it is called
  readonly hold: Extract<T.Command, { do: 'change_role' }>;
  readonly commands: readonly T.Command[]; // that would make the role what it is
  readonly back: string; // the address of the role
}
export type Eyes = { readonly person: T.Person } | RoleEyes;

let eyes = $state.raw<Eyes>();

// Whose eyes the page looks through, when it is not the person's own.
export function viewingAs(): Eyes | undefined {
  return eyes;
}
export function viewAs(others: Eyes | undefined): void {
  eyes = others;
}
forgetWithPerson(() => (eyes = undefined));

function seen<Value>(name: string, parameters: object = {}): Value | null {
  if (eyes === undefined) return sync.view<Value>(name, parameters);
  if ('person' in eyes) return sync.view<Value>(name, { ...parameters, as: eyes.person.id });
  const { hold, commands } = eyes;
  return sync.view<Value>(name, { ...parameters, as_role: { hold, commands } });
}

export const meView = (): T.MeView | null => seen('me');
export const teamView = (name: string): T.TeamView | null => seen('team', { name });
export const rolesView = (): T.RolesView | null => seen('roles');
export const usersView = (): T.UsersView | null => seen('users');
// All that are seen; an admin of the instance sees deleted ones too.
export const teamsView = (): T.TeamsView | null => sync.view('teams');
export const projectsView = (team: string): readonly T.ProjectItem[] | null =>
  seen('projects', { team });
export const projectView = (id: number): T.ProjectView | null => seen('project', { id });
export const runsView = (runs: readonly number[]): readonly T.RunItem[] =>
  seen<readonly T.RunItem[]>('runs', { runs }) ?? [];
export const mayView = (action: string, place: Place = {}): T.Decision | null =>
  sync.state.ready ? seen('may', { action, ...place }) : null;

// These are about everybody, or about oneself whoever is viewed as.
export const pendingView = (): readonly T.PendingItem[] =>
  sync.view<readonly T.PendingItem[]>('pending') ?? [];
export const overtakenView = (): readonly T.OvertakenItem[] =>
  sync.view<readonly T.OvertakenItem[]>('overtaken') ?? [];
export const ownView = (): T.MeView | null => sync.view('me');
export const whoCan = (action: string, place: Place): readonly T.WhoCanItem[] =>
  sync.view<readonly T.WhoCanItem[]>('who_can', { action, ...place }) ?? [];
export const whatIf = (team: number, commands: readonly T.Command[]): T.WhatIfView | null =>
  sync.view('what_if', { team, commands });
export const catalogue = (): T.CatalogueView | null => sync.view('catalogue');
