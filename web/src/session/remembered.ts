// SPDX-License-Identifier: Apache-2.0

// What this browser keeps of the person who is signed in, so that the page opens without the
// daemon: names and a number, nothing that opens anything.

export interface Remembered {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
}

const userKey = 'ensemble.user';
const ownerKey = 'ensemble.owner';
const owedKey = 'ensemble.sign-out-owed';

export { userKey as rememberedKey };

export function remembered(): Remembered | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(userKey) ?? 'null') as Partial<Remembered> | null;
    if (typeof kept?.name !== 'string' || typeof kept.full_name !== 'string') return undefined;
    return { id: Number(kept.id ?? 0), name: kept.name, full_name: kept.full_name };
  } catch {
    return undefined;
  }
}

export function remember({ id, name, full_name }: Remembered): void {
  store(userKey, JSON.stringify({ id, name, full_name }));
  store(ownerKey, name);
}

// Whether what is kept here was kept for this person, or for nobody. Outlasts a session that ran
// out, after which the same person finds everything again.
export function belongsTo(name: string): boolean {
  try {
    return (localStorage.getItem(ownerKey) ?? name) === name;
  } catch {
    return true;
  }
}

// Settings of this browser rather than of the person who used it.
const ofTheBrowser: ReadonlySet<string> = new Set([
  'ensemble.language',
  'ensemble.theme',
  'ensemble.rail',
  'ensemble.single-keys',
  'ensemble.insecure-noted',
  owedKey,
]);

export function forgetRemembered(): void {
  store(userKey, undefined);
}

// Removes all that was kept for the person, whichever part of the page kept it.
export function forgetEverything(): void {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '');
    for (const key of keys) {
      if (key.startsWith('ensemble.') && !ofTheBrowser.has(key)) localStorage.removeItem(key);
    }
  } catch {
    // Storage can be forbidden; nothing was kept then.
  }
}

// A sign-out that the daemon has not heard of yet.
export function signOutOwed(): boolean {
  try {
    return localStorage.getItem(owedKey) !== null;
  } catch {
    return false;
  }
}

export function oweSignOut(owed: boolean): void {
  store(owedKey, owed ? 'yes' : undefined);
}

function store(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage can be forbidden; the page then does not open without the daemon.
  }
}
