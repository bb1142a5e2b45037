// SPDX-License-Identifier: Apache-2.0
import { api } from '../connection/connection.svelte';
import type { Home } from '../connection/types';
import { forgetWithPerson } from '../session/forgetting';

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

forgetWithPerson(() => (home = undefined));
