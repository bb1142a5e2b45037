// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';
import { router } from '../router/router.svelte';
import { sync } from '../sync/sync.svelte';
import type { ProjectItem, ProjectView, TeamView } from '../sync/types';

// What was on show and is not to be shown any more.
export type Lost =
  | { readonly what: 'team'; readonly team: string }
  | { readonly what: 'project'; readonly team: string; readonly project: string }
  | {
      readonly what: 'deleted';
      readonly team: string;
      readonly project: string;
      readonly item: ProjectItem;
    };

interface Known {
  readonly place: string;
  readonly id: number | undefined; // of the project
  // Who is not in the team may read it.
  readonly open: boolean;
}

interface Now {
  readonly team: string;
  readonly project: string;
  readonly there: boolean;
  readonly inTeam: boolean;
  readonly item: ProjectItem | undefined;
}

// Whether the team and the project of the address are still there for the person, as the control
// plane knows before anybody else. A place that was never known here is left to its screen. Make
// it while a component is set up.
export class PlaceWatch {
  lost = $state.raw<Lost>();
  // Grows when the screen is to begin anew: what was lost is back, or is read by everybody.
  turns = $state(0);
  #known: Known | undefined;

  constructor() {
    const now = $derived(this.#look());
    $effect.pre(() => {
      const seen = now;
      untrack(() => this.#follow(seen));
    });
  }

  #look(): Now | undefined {
    const { team = '', project = '' } = router.params;
    if (!sync.state.ready || sync.state.leaseOver) return undefined;
    if (team === '') return { team, project, there: true, inTeam: false, item: undefined };
    const inTeam = sync.view<TeamView>('team', { name: team }) !== null;
    const item = project === '' ? undefined : this.#item(team, project);
    const gone = item?.project.deleted_at_ms !== undefined;
    const there = inTeam && (project === '' || (item !== undefined && !gone));
    return { team, project, there, inTeam, item };
  }

  // Found by name once, then followed by number: it may get another name.
  #item(team: string, name: string): ProjectItem | undefined {
    const known = this.#known;
    if (known?.place === `${team}/${name}` && known.id !== undefined)
      return sync.view<ProjectView>('project', { id: known.id }) ?? undefined;
    const all = sync.view<readonly ProjectItem[]>('projects', { team }) ?? [];
    return all.find(({ project }) => project.name === name && project.deleted_at_ms === undefined);
  }

  #follow(now: Now | undefined): void {
    if (now === undefined) return;
    const { team, project, item } = now;
    const place = `${team}/${project}`;
    if (this.#known?.place !== place) {
      this.#known = undefined;
      this.lost = undefined;
    }
    if (now.there) {
      const visibility = item?.project.visibility;
      const open = visibility === 'open' || visibility === 'public';
      this.#known = { place, id: item?.project.id, open };
      if (this.lost !== undefined) this.turns++;
      this.lost = undefined;
    } else if (this.#known?.open === true && item === undefined) {
      this.#known = undefined;
      this.turns++;
    } else if (this.#known !== undefined) {
      this.lost = lostOf(now);
    }
  }
}

function lostOf({ team, project, inTeam, item }: Now): Lost {
  if (!inTeam) return { what: 'team', team };
  if (item === undefined) return { what: 'project', team, project };
  return { what: 'deleted', team, project: item.project.name, item };
}
