// SPDX-License-Identifier: Apache-2.0
import { forgetAhead } from '../connection/ahead';
import { api, live, onSignedOut } from '../connection/connection.svelte';
import { ApiError } from '../connection/errors';
import type { Session, User, UserChanges } from '../connection/types';
import { isLanguage, keptLanguage, useLanguage } from '../languages/language.svelte';
import { keptTheme, useTheme } from '../styles/theme.svelte';

// Who is signed in on this page.
type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly user: User; readonly version: string };

let state = $state.raw<State>({ kind: 'loading' });

export function session(): State {
  return state;
}

const nobody: User = {
  name: '',
  full_name: '',
  email: '',
  admin: false,
  language: '',
  theme: '',
  has_password: false,
};

// The signed-in user. Screens are shown to nobody else; one that is just being taken off the page
// sees an empty user.
export function me(): User {
  return state.kind === 'in' ? state.user : nobody;
}

export async function loadSession(): Promise<void> {
  try {
    enter(await api.session());
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') leave();
    else state = { kind: 'failed', error };
  }
}

export async function signInWithPassword(name: string, password: string): Promise<void> {
  enter(await api.signIn({ name, password }));
}

export async function signInWithLink(token: string): Promise<void> {
  enter(await api.signIn({ token }));
}

export async function signOut(): Promise<void> {
  await api.signOut();
  leave();
}

// Shows the change at once and takes it back when the daemon refuses it.
export async function changeMe(changes: UserChanges): Promise<void> {
  const before = me();
  show({ ...before, ...changes });
  try {
    show(await api.changeUser(changes));
  } catch (error) {
    show(before);
    throw error;
  }
}

// The password is set now; the daemon does not answer with the user.
export function notePassword(): void {
  show({ ...me(), has_password: true });
}

function show(user: User): void {
  if (state.kind === 'in') state = { ...state, user };
}

function enter(answer: Session): void {
  state = { kind: 'in', user: answer.user, version: answer.server.version };
  live.start();
  const { language, theme } = answer.user;
  const wanted = isLanguage(language) ? language : '';
  if (wanted !== keptLanguage()) void useLanguage(wanted);
  if (theme !== keptTheme()) useTheme(theme);
}

function leave(): void {
  forgetAhead();
  state = { kind: 'out' };
  live.stop('signed_out');
}

onSignedOut(() => {
  if (state.kind === 'in') leave();
});
