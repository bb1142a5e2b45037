// SPDX-License-Identifier: Apache-2.0

// Runs `act` soon after it was asked for, and never more often than every `interval_ms`. The last
// wish is always carried out. Nothing happens while the page is hidden; it is made up for later.
export class Pace {
  #last = -Infinity;
  #planned: ReturnType<typeof setTimeout> | undefined;
  #hidden = false;

  constructor(
    private readonly act: () => void,
    private readonly interval_ms: number,
  ) {}

  ask(): void {
    if (this.#planned !== undefined || this.#hidden) return;
    const wait_ms = Math.max(0, this.#last + this.interval_ms - performance.now());
    this.#planned = setTimeout(() => this.#run(), wait_ms);
  }

  // It was done by other means just now.
  begun(): void {
    this.#last = performance.now();
  }

  stop(): void {
    clearTimeout(this.#planned);
    this.#planned = undefined;
    document.removeEventListener('visibilitychange', this.#shown);
  }

  #run(): void {
    this.#planned = undefined;
    if (document.visibilityState === 'hidden') {
      this.#hidden = true;
      document.addEventListener('visibilitychange', this.#shown);
      return;
    }
    this.#last = performance.now();
    this.act();
  }

  readonly #shown = (): void => {
    if (document.visibilityState === 'hidden') return;
    document.removeEventListener('visibilitychange', this.#shown);
    this.#hidden = false;
    this.ask();
  };
}
