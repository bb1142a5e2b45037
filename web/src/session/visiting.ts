// SPDX-License-Identifier: Apache-2.0
import { api } from '../connection/connection.svelte';
import type { Params } from '../router/match';
import { router } from '../router/router.svelte';
import type { RouteName } from '../router/routes';

// What can be looked at without being signed in: public and open projects and their runs, and the
// teams that have some.

const readable: ReadonlySet<RouteName> = new Set<RouteName>(['project', 'runs', 'run']);

// "team/project" or "team" of a screen that might be shown to anybody; "" of every other one.
export function placeToVisit(route: RouteName, { team, project }: Params): string {
  if (route === 'team' && team !== undefined) return team;
  if (!readable.has(route) || team === undefined || project === undefined) return '';
  return `${team}/${project}`;
}

export async function mayVisit(place: string): Promise<boolean> {
  const slash = place.indexOf('/');
  if (place === '') return false;
  try {
    await (slash < 0
      ? api.teamProfile(place)
      : api.project(place.slice(0, slash), place.slice(slash + 1)));
    return true;
  } catch {
    return false;
  }
}

// The sign-in, which leads back to where one is.
export function signInPath(): string {
  return router.here === '/' ? '/signin' : `/signin?return=${encodeURIComponent(router.here)}`;
}
