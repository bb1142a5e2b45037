// SPDX-License-Identifier: Apache-2.0

// What public/ahead.js began before this script was there.
interface Ahead {
  readonly at: number; // of performance.now()
  answers: Record<string, Promise<Response> | undefined>;
  worker: Worker | undefined;
}

declare global {
  interface Window {
    ensembleAhead?: Ahead;
  }
}

const fresh_ms = 10_000;

const ahead = (): Ahead | undefined =>
  typeof window === 'undefined' ? undefined : window.ensembleAhead;

// The answer to a GET that is on its way already; each is given once, and none that is old.
export function answerAhead(path: string): Promise<Response> | undefined {
  const begun = ahead();
  if (begun === undefined || performance.now() - begun.at > fresh_ms) return undefined;
  const answer = begun.answers[path];
  begun.answers[path] = undefined;
  return answer;
}

// They were asked for somebody else.
export function forgetAhead(): void {
  const begun = ahead();
  if (begun !== undefined) begun.answers = {};
}

export function workerAhead(): Worker | undefined {
  const begun = ahead();
  const worker = begun?.worker;
  if (begun !== undefined) begun.worker = undefined;
  return worker;
}
