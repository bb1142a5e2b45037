// SPDX-License-Identifier: Apache-2.0
import type { Entry } from './messages';

// What the disk has and this version of the page cannot read, because a newer one wrote it. It may
// be a command that somebody waits for, so nothing is written over it.
export class Aside {
  readonly #texts = new Map<string, string>();

  add([key, text]: Entry): void {
    this.#texts.set(key, text);
  }

  // What is at the key and has to go elsewhere before another entry takes its place: to a number
  // far above all that are taken. A page that can read it finds it there.
  move(key: string, taken: Iterable<string>): Entry | undefined {
    const text = this.#texts.get(key);
    const [, kind] = numbered.exec(key) ?? [];
    if (text === undefined || kind === undefined) return undefined;
    const keys = [...taken, ...this.#texts.keys()];
    const number = Math.max(...keys.map((each) => Number(numbered.exec(each)?.[2] ?? 0))) + gap;
    const moved: Entry = [`${kind}/${String(number).padStart(12, '0')}`, renumbered(text, number)];
    this.#texts.delete(key);
    this.add(moved);
    return moved;
  }
}

const numbered = /^(command|refused)\/(\d+)$/;
const gap = 1_000_000;

function renumbered(text: string, local: number): string {
  try {
    return JSON.stringify({ ...(JSON.parse(text) as object), local });
  } catch {
    return text;
  }
}
