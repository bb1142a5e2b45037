// SPDX-License-Identifier: Apache-2.0
import type { LiveState } from './link';

export const patience_ms = 5000;

export interface Surroundings {
  readonly live: {
    readonly state: LiveState;
    watch(watcher: (state: LiveState) => void): () => void;
  };
  readonly after: (wait_ms: number, act: () => void) => () => void;
  // Ends the request itself, so that it holds no connection.
  readonly abort: () => void;
}

// The answer, or a rejection once nothing is to be expected: it has taken a while and the live
// channel has found the daemon away. A network that loses everything would keep a request open for
// minutes. A daemon that is only slow is waited for.
export function withPatience<T>(answer: Promise<T>, around: Surroundings): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (around.live.state !== 'offline') return;
      reject(new TypeError('The daemon is away.'));
      around.abort();
    };
    let stop = around.after(patience_ms, () => {
      look();
      stop = around.live.watch(look);
    });
    answer.then(resolve, reject).finally(() => stop());
  });
}
