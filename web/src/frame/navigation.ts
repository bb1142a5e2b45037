// SPDX-License-Identifier: Apache-2.0
import type { IconName } from '../elements/icons';
import { t } from '../languages/language.svelte';
import { pathTo, router } from '../router/router.svelte';
import { me } from '../session/session.svelte';
import { projectPath, projectPlace, seesTeam } from './places.svelte';

export interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current: boolean;
}

export function mainPlaces(): Place[] {
  const name = router.route.name;
  const places: Place[] = [
    { href: '/', label: t('frame.home'), icon: 'house', current: name === 'home' },
  ];
  const project = projectPlace();
  if (project !== undefined) {
    const path = projectPath(project);
    places.push(
      { href: path, label: t('frame.workspace'), icon: 'chart-line', current: name === 'project' },
      {
        href: `${path}/runs`,
        label: t('frame.runs'),
        icon: 'table-2',
        current: name === 'runs' || name === 'run',
      },
    );
  }
  places.push(teamPlace(name === 'team' || name === 'team-settings'));
  return places;
}

function teamPlace(current: boolean): Place {
  const here = router.params['team'];
  const team = here !== undefined && seesTeam(here) ? here : me().name;
  return { href: pathTo(team), label: t('frame.team'), icon: 'users', current };
}

export function settingsPlace(): Place {
  return {
    href: '/settings/profile',
    label: t('frame.settings'),
    icon: 'settings',
    current: router.route.name === 'settings',
  };
}
