// SPDX-License-Identifier: Apache-2.0
import type { Component } from 'svelte';
import { compile, match, reservedWords, type Params, type Pattern } from './match';

// What every screen gets. It is mounted anew when team, project or run change.
export interface ScreenProps {
  readonly route: RouteName;
  readonly params: Params;
}

export interface Screen {
  // Takes ScreenProps, or a part of them, or nothing.
  readonly default: Component<never>;
}

export interface Route {
  readonly name: RouteName;
  readonly pattern: Pattern;
  // Outside of the frame, and open to people who are not signed in.
  readonly bare: boolean;
  readonly load: () => Promise<Screen>;
  // Leaves what it refuses to the routes after it.
  readonly accepts?: (params: Params) => boolean;
}

export type RouteName =
  | 'signin'
  | 'authorize'
  | 'home'
  | 'settings'
  | 'join'
  | 'admin'
  | 'team'
  | 'team-settings'
  | 'project'
  | 'project-settings'
  | 'runs'
  | 'run'
  | 'not-found';

function route(name: RouteName, pattern: string, load: () => Promise<Screen>, bare = false): Route {
  return { name, pattern: compile(pattern), load, bare };
}

// Everything else below /:team/settings belongs to a project of that name.
const teamTabs: ReadonlySet<string> = new Set([
  'profile',
  'members',
  'invites',
  'roles',
  'service-accounts',
  'privacy',
  'audit',
  'danger',
]);

// One lazy chunk per screen. The first match wins.
export const routes: readonly Route[] = [
  route('signin', '/signin', () => import('../session/SignIn.svelte'), true),
  route('authorize', '/authorize', () => import('../authorize/Authorize.svelte')),
  route('join', '/join/:token', () => import('../join/Join.svelte'), true),
  route('home', '/', () => import('../home/Home.svelte')),
  route('settings', '/settings/:tab?', () => import('../settings/Settings.svelte')),
  route('admin', '/admin-area/:tab?', () => import('../admin/Admin.svelte')),
  route('team', '/:team', () => import('../teams/Team.svelte')),
  {
    ...route(
      'team-settings',
      '/:team/settings/:tab?',
      () => import('../teams/TeamSettings.svelte'),
    ),
    accepts: ({ tab }) => tab === undefined || teamTabs.has(tab),
  },
  route(
    'project-settings',
    '/:team/:project/settings',
    () => import('../projects/ProjectSettings.svelte'),
  ),
  route('project', '/:team/:project', () => import('../projects/Project.svelte')),
  route('project', '/:team/:project/workspace', () => import('../projects/Project.svelte')),
  route('runs', '/:team/:project/runs', () => import('../projects/Project.svelte')),
  route('run', '/:team/:project/runs/:run/:tab?', () => import('../runs/Run.svelte')),
];

export const notFound: Route = route('not-found', '*', () => import('../frame/NotFound.svelte'));

export interface Found {
  readonly route: Route;
  readonly params: Params;
}

export function find(path: string): Found {
  for (const candidate of routes) {
    const params = match(candidate.pattern, path);
    if (params === undefined) continue;
    if (params['team'] !== undefined && reservedWords.has(params['team'])) continue;
    if (candidate.accepts?.(params) === false) continue;
    return { route: candidate, params };
  }
  return { route: notFound, params: {} };
}
