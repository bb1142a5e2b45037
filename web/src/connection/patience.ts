// SPDX-License-Identifier: Apache-2.0
import type { LiveState } from './link';

export const patience_ms = 3000;

export interface Surroundings {
  readonly live: {
    readonly state: LiveState;
    watch(watcher: (state: LiveState) => void): () => void;
  };
  readonly after: (wait_ms: number, act: () => void) => () => void;
  // Ends the request itself, so that it holds no connection.
  readonly abort: () => void;
  // Whether something else can be shown in the place of the answer.
  readonly spare: () => Promise<boolean>;
}

// The answer, or a rejection once nothing is to be expected: it has taken a while and the live
// channel has found the daemon away, or misses it and there is something to show instead. A network
// that loses everything would keep a request open for minutes. A daemon that is only slow is waited
// for.
export function withPatience<T>(answer: Promise<T>, around: Surroundings): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      reject(new TypeError('The daemon is away.'));
      around.abort();
    };
    const look = (): void => {
      const { state } = around.live;
      if (state === 'offline') giveUp();
      if (state === 'reconnecting') void around.spare().then((there) => there && giveUp());
    };
    let stop = around.after(patience_ms, () => {
      look();
      stop = around.live.watch(look);
    });
    answer.then(resolve, reject).finally(() => stop());
  });
}
