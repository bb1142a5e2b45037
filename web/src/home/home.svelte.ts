// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { api } from '../connection/connection.svelte';
import type { Home } from '../connection/types';
import { ownView } from '../permissions/seen.svelte';
import { forgetWithPerson } from '../session/forgetting';
import { sync } from '../sync/sync.svelte';
import type { ProjectItem } from '../sync/types';

// What the home screen, the team pages and the palette know of projects and running runs.
let home = $state.raw<Home>();
let pending: Promise<void> | undefined;
let again = false;

export function homeOnShow(): Home | undefined {
  return home;
}

// Fetches anew. While a fetch is under way, one more follows it, never many.
export function loadHome(): Promise<void> {
  if (pending !== undefined) {
    again = true;
    return pending;
  }
  pending = fetchHome().finally(() => (pending = undefined));
  return pending;
}

async function fetchHome(): Promise<void> {
  do {
    again = false;
    home = await api.home();
  } while (again);
}

// What the control plane says is newer: places that are gone are not shown from then on, and for new
// ones everything is asked for again.
let places: ReadonlySet<string> | undefined;

function placesNow(): ReadonlySet<string> | undefined {
  if (!sync.state.ready || sync.state.leaseOver) return undefined;
  const teams = ownView()?.teams.map(({ name }) => name) ?? [];
  return new Set(teams.flatMap((team) => [placeOf(team), ...placesIn(team)]));
}

function placesIn(team: string): string[] {
  const items = sync.view<readonly ProjectItem[]>('projects', { team }) ?? [];
  const there = items.filter(({ project }) => project.deleted_at_ms === undefined);
  return there.map(({ project }) => placeOf(team, project.name));
}

const placeOf = (team: string, project = ''): string => `${team}/${project}`;

$effect.root(() => {
  $effect.pre(() => {
    const now = home === undefined ? undefined : placesNow();
    untrack(() => {
      const before = places;
      places = now;
      if (before === undefined || now === undefined) return;
      const lost = new Set([...before].filter((place) => !now.has(place)));
      const fresh = [...now].some((place) => !before.has(place));
      if (lost.size > 0 && home !== undefined) home = without(home, lost);
      if (lost.size > 0 || fresh) void loadHome().catch(() => undefined);
    });
  });
});

function without(shown: Home, lost: ReadonlySet<string>): Home {
  const stays = (team: string, project: string): boolean =>
    !lost.has(placeOf(team)) && !lost.has(placeOf(team, project));
  return {
    ...shown,
    teams: shown.teams.filter((team) => !lost.has(placeOf(team))),
    projects: shown.projects.filter(({ team, name }) => stays(team, name)),
    running: shown.running.filter(({ team, project }) => stays(team, project)),
  };
}

forgetWithPerson(() => {
  home = undefined;
  places = undefined;
});
