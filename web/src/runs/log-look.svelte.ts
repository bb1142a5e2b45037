// SPDX-License-Identifier: Apache-2.0

const storageKey = 'ensemble.logs';

// How this browser shows logs.
export class LogLook {
  #times = $state(true);
  #wrap = $state(false);

  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, unknown>;
      this.#times = kept['times'] !== false;
      this.#wrap = kept['wrap'] === true;
    } catch {
      // Storage can be forbidden or hold something else; then it is as usual.
    }
  }

  get times(): boolean {
    return this.#times;
  }
  get wrap(): boolean {
    return this.#wrap;
  }
  set times(on: boolean) {
    this.#times = on;
    this.#keep();
  }
  set wrap(on: boolean) {
    this.#wrap = on;
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ times: this.#times, wrap: this.#wrap }));
    } catch {
      // It then lasts as long as the page.
    }
  }
}
