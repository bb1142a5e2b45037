// SPDX-License-Identifier: Apache-2.0
import { untrack } from 'svelte';

// What the parts of the page tell for as long as they are on show, the newest last.
export class Told<Word> {
  // Effects that end read state as it was before they began to end, so what counts is kept beside.
  #now: readonly Word[] = [];
  #shown = $state.raw<readonly Word[]>([]);

  get all(): readonly Word[] {
    return this.#shown;
  }

  // Call it while a component is set up; it follows what `make` reads.
  tell(make: () => Word): void {
    $effect.pre(() => {
      const word = make();
      untrack(() => this.#use([...this.#now, word]));
      return () => this.#use(this.#now.filter((each) => each !== word));
    });
  }

  #use(words: readonly Word[]): void {
    this.#now = words;
    this.#shown = words;
  }
}
