// SPDX-License-Identifier: Apache-2.0
import { forgetAhead } from '../connection/ahead';
import { api, live, onSignedOut } from '../connection/connection.svelte';
import { ApiError, transient } from '../connection/errors';
import type { NewPerson, Session, User, UserChanges } from '../connection/types';
import { isLanguage, keptLanguage, useLanguage } from '../languages/language.svelte';
import { askToPersist } from '../shell/storage';
import { keptTheme, useTheme } from '../styles/theme.svelte';
import { onSessionDoubt, startSync, stopSync } from '../sync/sync.svelte';
import { forgetPerson } from './forgetting';
import {
  belongsTo,
  forgetEverything,
  forgetRemembered,
  oweSignOut,
  remember,
  remembered,
  rememberedKey,
  signOutOwed,
  type Remembered,
} from './remembered';

// Who is signed in on this page.
type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'out' }
  | {
      readonly kind: 'in';
      readonly user: User;
      readonly version: string; // of the daemon; '' as long as it has not answered
      readonly mails?: boolean; // whether it sends some; absent as long as it has not answered
      // The daemon has not answered yet: only the names of the user are known.
      readonly remembered: boolean;
    };

// How long the page waits for the daemon before it opens with the person it remembers: long enough
// that a far daemon answers first, short enough that nobody wonders.
const patience_ms = 1000;

let state = $state.raw<State>({ kind: 'loading' });

export function session(): State {
  return state;
}

const nobody: User = {
  id: 0,
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

// The daemon has no mail server: what it would send is handed over by people.
export function sendsNoMail(): boolean {
  return state.kind === 'in' && state.mails === false;
}

// Ends when it is known what to show.
export async function loadSession(): Promise<void> {
  if (signOutOwed()) {
    leave();
    return withPatience(paySignOut());
  }
  const answered = askSession();
  const known = remembered();
  if (known === undefined) return answered;
  await withPatience(answered);
  if (state.kind === 'loading') enterRemembered(known, 'connecting');
}

async function withPatience(work: Promise<void>): Promise<void> {
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, patience_ms))]);
}

async function askSession(): Promise<void> {
  try {
    enter(await api.session());
  } catch (error) {
    const code = error instanceof ApiError ? error.code : 'internal';
    const known = remembered();
    if (code === 'unauthenticated') leave();
    else if (!transient(code) || known === undefined) state = { kind: 'failed', error };
    else if (state.kind !== 'in') enterRemembered(known, 'offline');
  }
}

export async function signInWithPassword(name: string, password: string): Promise<void> {
  enter(await api.signIn({ name, password }));
}

export async function signInWithLink(token: string): Promise<void> {
  enter(await api.signIn({ token }));
}

// Makes the account that an invitation is for, and signs it in.
export async function signUp(token: string, person: NewPerson): Promise<void> {
  enter(await api.signUp(token, person));
}

// Ends the session on this machine at once. A daemon that is away hears of it when the page is
// opened next.
export async function signOut(): Promise<void> {
  oweSignOut(true);
  leave();
  forgetEverything();
  await Promise.all([forgetPerson(), paySignOut()]);
}

async function paySignOut(): Promise<void> {
  try {
    await api.signOut();
    oweSignOut(false);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') oweSignOut(false);
  }
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
  if (state.kind !== 'in') return;
  state = { ...state, user };
  if (!state.remembered) remember(user);
}

function enter(answer: Session): void {
  if (!belongsTo(answer.user.name)) {
    forgetEverything();
    void forgetPerson();
  }
  remember(answer.user);
  oweSignOut(false);
  void askToPersist();
  const { version, mails } = answer.server;
  state = { kind: 'in', user: answer.user, version, mails, remembered: false };
  live.start();
  startSync(answer.user.id, 'connecting');
  const { language, theme } = answer.user;
  const wanted = isLanguage(language) ? language : '';
  if (wanted !== keptLanguage()) void useLanguage(wanted);
  if (theme !== keptTheme()) useTheme(theme);
}

function enterRemembered(known: Remembered, shown: 'connecting' | 'offline'): void {
  state = { kind: 'in', user: { ...nobody, ...known }, version: '', remembered: true };
  live.start(shown);
  if (known.id !== 0) startSync(known.id, shown);
}

function leave(): void {
  forgetAhead();
  forgetRemembered();
  state = { kind: 'out' };
  live.stop('signed_out');
  stopSync();
}

onSignedOut(() => {
  if (state.kind === 'in') leave();
});
onSessionDoubt(() => {
  if (state.kind === 'in') void askSession();
});

live.watch((now) => {
  if (now === 'live' && state.kind === 'in' && state.remembered) void askSession();
});

// Follows what happens to the session in other tabs. Call it once.
export function followOtherTabs(): void {
  addEventListener('storage', (event) => {
    if (event.key === rememberedKey && event.newValue === null && state.kind === 'in') leave();
  });
}
