// SPDX-License-Identifier: Apache-2.0
import type { MenuAction, MenuItem } from '../elements/menu';
import { seesTeam } from '../frame/places.svelte';
import { t } from '../languages/language.svelte';
import { ownView } from '../permissions/seen.svelte';
import { reasonText } from '../permissions/words';
import { pathTo, router } from '../router/router.svelte';
import { me } from '../session/session.svelte';
import type { TeamBrief } from '../sync/types';

// Which team the page is about, how to get to the others, and how to get colleagues into one.

class NewTeam {
  open = $state(false);
}
// The dialog that makes a team.
export const newTeam = new NewTeam();

export function teamOnShow(): string {
  const team = router.params['team'];
  return team !== undefined && seesTeam(team) ? team : me().name;
}

// The team on show, else the first that has room for others.
function teamToInviteTo(): TeamBrief | undefined {
  const shared = (ownView()?.teams ?? []).filter((team) => !team.personal);
  return shared.find((team) => team.name === router.params['team']) ?? shared[0];
}

export function teamItems(): MenuItem[] {
  const teams: MenuItem[] = (ownView()?.teams ?? []).map((team) => ({
    label: team.personal ? `${team.name} · ${t('teams.personal')}` : team.name,
    href: pathTo(team.name),
    checked: team.name === teamOnShow(),
  }));
  return [{ heading: t('teams.yourTeams') }, ...teams, 'line', ...growing()];
}

// Without a team of several people, inviting begins with making one.
export function growing(): MenuAction[] {
  const create = ownView()?.may['org:create_team'];
  if (create === undefined) return [];
  const label = t('teams.inviteColleague');
  const team = teamToInviteTo();
  const make = {
    icon: 'plus',
    refused: create.allowed ? undefined : reasonText(create),
    run: () => (newTeam.open = true),
  } as const;
  const invite: MenuAction =
    team === undefined
      ? { ...make, label, icon: 'users' }
      : { label, icon: 'users', href: `${pathTo(team.name, 'settings', 'invites')}?invite=1` };
  return [invite, { ...make, label: t('teams.newTeam') }];
}
