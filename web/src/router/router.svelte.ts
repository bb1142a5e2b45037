// SPDX-License-Identifier: Apache-2.0
import { find, type Found } from './routes';

interface EntryState {
  readonly entry: string;
}

export interface GoOptions {
  // Replaces the current history entry instead of adding one.
  readonly replace?: boolean;
}

let entries = 0;
const newEntry = (): EntryState => ({
  entry: `${Date.now().toString(36)}-${(entries++).toString(36)}`,
});

class Router {
  #url = $state.raw(new URL('http://here.invalid/'));
  #entry = $state('');
  readonly #found: Found = $derived(find(this.#url.pathname));

  get path(): string {
    return this.#url.pathname;
  }
  get query(): URLSearchParams {
    return this.#url.searchParams;
  }
  get hash(): string {
    return this.#url.hash;
  }
  get route() {
    return this.#found.route;
  }
  get params() {
    return this.#found.params;
  }
  // Path, query and hash: what a sign-in returns to.
  get here(): string {
    return this.#url.pathname + this.#url.search + this.#url.hash;
  }
  // Names the history entry, so that what was seen can be kept per entry.
  get entry(): string {
    return this.#entry;
  }

  // Reads the address bar and follows it from now on. Call once.
  start(): void {
    this.#read();
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#click(event));
    history.scrollRestoration = 'manual';
  }

  go(target: string, options: GoOptions = {}): void {
    const url = new URL(target, location.href);
    if (url.href === location.href && options.replace !== true) return;
    const state = options.replace === true ? (history.state ?? newEntry()) : newEntry();
    if (options.replace === true) history.replaceState(state, '', url);
    else history.pushState(state, '', url);
    this.#read();
  }

  // Changes query parameters of the current view; null or '' takes one away. Replaces the entry
  // unless told otherwise: a filter being typed is not a step to go back to.
  setQuery(changes: Record<string, string | null>, options: GoOptions = { replace: true }): void {
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') url.searchParams.delete(key);
      else url.searchParams.set(key, value);
    }
    this.go(url.href, options);
  }

  #read(): void {
    let state = history.state as EntryState | null;
    if (state?.entry === undefined) {
      state = newEntry();
      history.replaceState(state, '');
    }
    this.#entry = state.entry;
    this.#url = new URL(location.href);
  }

  #click(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || event.defaultPrevented || !plainClick(event)) return;
    if (!staysHere(link)) return;
    event.preventDefault();
    this.go(link.href);
  }
}

function plainClick(event: MouseEvent): boolean {
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !modified;
}

function staysHere(link: HTMLAnchorElement): boolean {
  if (link.target !== '' || link.hasAttribute('download') || !link.hasAttribute('href'))
    return false;
  if (link.origin !== location.origin || link.pathname.startsWith('/api/')) return false;
  // The browser itself scrolls to a place on the page and moves the focus there.
  const samePage = link.pathname === location.pathname && link.search === location.search;
  return !(samePage && link.hash !== '');
}

export const router = new Router();

// "/team/project/…" with each part escaped.
export function pathTo(...parts: string[]): string {
  return '/' + parts.map(encodeURIComponent).join('/');
}
