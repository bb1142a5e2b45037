// SPDX-License-Identifier: Apache-2.0

interface Kept {
  readonly version: number;
  readonly text: string | undefined;
  readonly value: unknown;
}

const kept_max = 200;

// What views gave, asked for once per version. What did not change stays the same object, so that
// nothing is drawn again for it.
export class Views {
  readonly #kept = new Map<string, Kept>();

  // `ask` gives JSON text, or undefined when there is nothing.
  get(key: string, version: number, ask: () => string | undefined): unknown {
    const before = this.#kept.get(key);
    if (before?.version === version) return before.value;
    const text = ask();
    const same = before !== undefined && before.text === text;
    const value: unknown = same ? before.value : text === undefined ? null : JSON.parse(text);
    this.#kept.delete(key);
    this.#kept.set(key, { version, text, value });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= kept_max) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}
