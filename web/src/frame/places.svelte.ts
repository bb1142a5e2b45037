// SPDX-License-Identifier: Apache-2.0
import { projectsView, teamView } from '../permissions/seen.svelte';
import { router, pathTo } from '../router/router.svelte';
import { forgetWithPerson } from '../session/forgetting';
import { session } from '../session/session.svelte';
import { sync } from '../sync/sync.svelte';

export interface ProjectPlace {
  readonly team: string;
  readonly project: string;
}

const storageKey = 'ensemble.last-project';

function read(): ProjectPlace | undefined {
  try {
    const kept = JSON.parse(
      localStorage.getItem(storageKey) ?? 'null',
    ) as Partial<ProjectPlace> | null;
    if (typeof kept?.team !== 'string' || typeof kept.project !== 'string') return undefined;
    return { team: kept.team, project: kept.project };
  } catch {
    return undefined;
  }
}

let last = $state.raw(read());

// The project on show, or the one that was on show last: where the rail's project links lead.
export function projectPlace(): ProjectPlace | undefined {
  return placeOnShow() ?? last;
}

function placeOnShow(): ProjectPlace | undefined {
  const { team, project } = router.params;
  return team === undefined || project === undefined ? undefined : { team, project };
}

export function rememberProject(): void {
  const place = placeOnShow();
  if (place === undefined) return;
  last = place;
  try {
    localStorage.setItem(storageKey, JSON.stringify(place));
  } catch {
    // Storage can be forbidden; the place then lasts as long as the page.
  }
}

function forget(): void {
  last = undefined;
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Nothing is kept then.
  }
}

// The person may not see the scope any more; the rows of it may be here still.
export function forgetHiddenPlace(scope: string): void {
  if (last === undefined) return;
  const { team, project } = last;
  const found = projectsView(team)?.find((item) => item.project.name === project)?.project;
  const scopes = [`project:${String(found?.id)}`, `team:${String(found?.team)}`];
  if (found === undefined || scopes.includes(scope)) forget();
}

forgetWithPerson(forget);

export const projectPath = (at: ProjectPlace): string => pathTo(at.team, at.project);

// Who looks at a public project does not see the team that it is of.
export function seesTeam(team: string): boolean {
  if (session().kind !== 'in') return false;
  return !sync.state.ready || teamView(team) !== null;
}

// The first of the crumbs of what a team has; it leads there if anything is to be seen there.
export function teamCrumb(team: string): { readonly label: string; readonly href?: string } {
  return seesTeam(team) ? { label: team, href: pathTo(team) } : { label: team };
}
