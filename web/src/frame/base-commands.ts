// SPDX-License-Identifier: Apache-2.0
import { homeOnShow } from '../home/home.svelte';
import { languageNames, languages, t } from '../languages/language.svelte';
import { pathTo } from '../router/router.svelte';
import { ownView } from '../permissions/seen.svelte';
import { holdingName } from '../permissions/words';
import { signOut } from '../session/session.svelte';
import { growing } from '../teams/switching.svelte';
import { updateReady, useUpdate } from '../shell/shell.svelte';
import { saveLanguage, saveTheme, themeNames } from '../settings/choices';
import type { Command, CommandGroup } from './commands.svelte';

// What the palette offers on every screen.
export function baseCommands(onhelp: () => void): CommandGroup[] {
  return [
    { title: t('frame.projects'), commands: projects() },
    { title: t('teams.yourTeams'), commands: teams() },
    { title: t('frame.runningRuns'), commands: running() },
    { title: t('frame.goTo'), commands: goTo() },
    { title: t('frame.actions'), commands: actions(onhelp) },
  ];
}

function projects(): Command[] {
  return (homeOnShow()?.projects ?? []).map((project) => ({
    id: `project ${String(project.id)}`,
    label: `${project.team}/${project.name}`,
    hint: t('home.runCount', { count: project.runs }),
    icon: 'chart-line',
    href: pathTo(project.team, project.name),
  }));
}

function teams(): Command[] {
  return (ownView()?.teams ?? []).map((team) => ({
    id: `team ${String(team.id)}`,
    label: team.name,
    hint: team.personal ? t('teams.personal') : holdingName(team.role),
    icon: 'users',
    href: pathTo(team.name),
  }));
}

function running(): Command[] {
  return (homeOnShow()?.running ?? []).map((run) => ({
    id: `run ${String(run.id)}`,
    label: run.display_name,
    hint: `${run.team}/${run.project}`,
    icon: 'activity',
    href: pathTo(run.team, run.project, 'runs', run.name),
  }));
}

function goTo(): Command[] {
  return [
    { id: 'home', label: t('frame.home'), icon: 'house', href: '/', keys: 'g h' },
    { id: 'profile', label: t('settings.profile'), icon: 'user', href: '/settings/profile' },
    { id: 'keys', label: t('settings.keys'), icon: 'key-round', href: '/settings/keys' },
    {
      id: 'appearance',
      label: t('settings.appearance'),
      icon: 'palette',
      href: '/settings/appearance',
    },
    { id: 'offline', label: t('offline.title'), icon: 'wifi-off', href: '/settings/offline' },
    { id: 'password', label: t('settings.password'), icon: 'lock', href: '/settings/password' },
    ...(ownView()?.may['org:manage_users'].allowed === true ? administration() : []),
  ];
}

function administration(): Command[] {
  const at = (tab: string, label: string): Command => ({
    id: `admin ${tab}`,
    label: `${t('admin.title')}: ${label}`,
    icon: 'settings-2',
    href: `/admin-area/${tab}`,
  });
  return [
    at('users', t('admin.users')),
    at('teams', t('admin.teams')),
    at('settings', t('admin.settings')),
    at('audit', t('audit.title')),
    at('health', t('admin.health')),
  ];
}

function actions(onhelp: () => void): Command[] {
  const names = themeNames();
  return [
    ...growing()
      .filter((item) => item.refused === undefined)
      .map((item): Command => ({ ...item, id: item.label, icon: item.icon ?? 'users' })),
    { id: 'help', label: t('frame.shortcuts'), icon: 'keyboard', keys: '?', run: onhelp },
    ...(['light', 'dark', ''] as const).map((theme): Command => ({
      id: `theme ${theme}`,
      label: `${t('settings.theme')}: ${names[theme]}`,
      icon: theme === '' ? 'monitor' : theme === 'dark' ? 'moon' : 'sun',
      run: () => void saveTheme(theme),
    })),
    ...languages.map((language): Command => ({
      id: `language ${language}`,
      label: `${t('settings.language')}: ${languageNames[language]}`,
      hint: language,
      icon: 'languages',
      run: () => void saveLanguage(language),
    })),
    ...(updateReady()
      ? [{ id: 'update', label: t('frame.useUpdate'), icon: 'refresh-cw', run: useUpdate } as const]
      : []),
    { id: 'sign out', label: t('frame.signOut'), icon: 'log-out', run: () => void signOut() },
  ];
}
