// SPDX-License-Identifier: Apache-2.0
import { CoreError } from '../core/core';
import { ReplyReader, RequestWriter } from '../core/messages';
import type { CoreModule } from '../core/module';
import type { Verdict } from './types';

// The operations of wasm/ops.h on the control plane, as typed functions. Texts are those of the
// module; only what is named here is looked into.

export type Effect =
  | { readonly do: 'send'; readonly frames: readonly string[] }
  | {
      readonly do: 'store';
      readonly put: readonly (readonly [key: string, text: string])[];
      readonly removed: readonly string[];
      readonly ticket: number;
    }
  | { readonly do: 'changed'; readonly scopes: readonly string[]; readonly commands: boolean }
  | { readonly do: 'purge'; readonly scope: string }
  | { readonly do: 'reconnect'; readonly wait_ms: number };

export type Effects = readonly Effect[];

const op = {
  open: 16,
  act: 17,
  foretell: 18,
  stored: 19,
  connected: 20,
  disconnected: 21,
  receive: 22,
  follow: 23,
  subscribe: 24,
  unsubscribe: 25,
  dismiss: 26,
  view: 27,
  lendRun: 28,
} as const;

// Every function throws a CoreError when the module cannot understand what it is given, and any
// other error when the module broke: its content is lost then.
export class Replica {
  constructor(private readonly module: Pick<CoreModule, 'call'>) {}

  // Begins anew with what the disk has. Gives the places of what could not be read. A page that
  // only follows has no client and no device.
  open(client: string, device: string, stored: readonly string[]): readonly number[] {
    const request = new RequestWriter().text(client).text(device).texts(stored);
    const answer = this.#read(op.open, request).text();
    return (JSON.parse(answer) as { unreadable: number[] }).unreadable;
  }

  act(command: object, id: string, now_ms: number): { verdict: Verdict; effects: Effects } {
    const request = new RequestWriter().text(JSON.stringify(command)).text(id).f64(now_ms);
    const reply = this.#read(op.act, request);
    const verdict = JSON.parse(reply.text()) as Verdict;
    return { verdict, effects: JSON.parse(reply.text()) as Effects };
  }

  foretell(command: object, now_ms: number): Verdict {
    const request = new RequestWriter().text(JSON.stringify(command)).f64(now_ms);
    return JSON.parse(this.#read(op.foretell, request).text()) as Verdict;
  }

  stored(ticket: number): Effects {
    return this.#effects(op.stored, new RequestWriter().f64(ticket));
  }

  connected(): Effects {
    return this.#effects(op.connected, new RequestWriter());
  }

  disconnected(): void {
    this.#effects(op.disconnected, new RequestWriter());
  }

  receive(frame: string): Effects {
    return this.#effects(op.receive, new RequestWriter().text(frame));
  }

  follow(put: readonly string[], removed: readonly string[]): Effects {
    return this.#effects(op.follow, new RequestWriter().texts(put).texts(removed));
  }

  // What changes about the scope is heard from now on, and what has since it was last heard.
  subscribe(scope: string): Effects {
    return this.#effects(op.subscribe, new RequestWriter().text(scope).f64(0));
  }

  unsubscribe(scope: string): Effects {
    return this.#effects(op.unsubscribe, new RequestWriter().text(scope));
  }

  dismiss(number: number): Effects {
    return this.#effects(op.dismiss, new RequestWriter().f64(number));
  }

  // JSON text.
  view(name: string, parameters: object, now_ms: number): string {
    const request = new RequestWriter().text(name).text(JSON.stringify(parameters)).f64(now_ms);
    return this.#read(op.view, request).text();
  }

  // A row of kind "run", as far as the page knows it.
  lendRun(run: object): void {
    this.#effects(op.lendRun, new RequestWriter().text(JSON.stringify(run)));
  }

  #effects(which: number, request: RequestWriter): Effects {
    return JSON.parse(this.#read(which, request).text()) as Effects;
  }

  #read(which: number, request: RequestWriter): ReplyReader {
    const { status, bytes } = this.module.call(which, [request.take()]);
    const reply = new ReplyReader(bytes);
    if (status === 0) return reply;
    throw new CoreError(reply.text(), reply.text());
  }
}
