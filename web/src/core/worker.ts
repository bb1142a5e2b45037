// SPDX-License-Identifier: Apache-2.0
import coreUrl from 'virtual:core-wasm';
import type { ToPage, ToWorker } from '../sync/messages';
import { Tab } from '../sync/tab';
import { browserSurroundings } from '../sync/surroundings';
import { Replica } from '../sync/replica';
import { CoreModule, coreImports } from './module';

// Runs the core off the main thread. A request that makes it trap fails alone: the module is
// started anew, and the page is told that what it had loaded is gone. The control plane has an
// instance of its own.

export interface WorkerRequest {
  readonly id: number;
  readonly op: number;
  readonly parts: readonly Uint8Array[];
}

export type WorkerReply =
  | { readonly id: number; readonly status: number; readonly bytes: ArrayBuffer }
  | { readonly id: number; readonly trap: string };

export interface ToSync {
  readonly sync: ToWorker;
}
export interface FromSync {
  readonly sync: ToPage;
  readonly life: number;
}

interface Scope {
  onmessage: ((event: MessageEvent<WorkerRequest | ToSync>) => void) | null;
  postMessage(reply: WorkerReply | FromSync, transfer?: Transferable[]): void;
}
const scope = self as unknown as Scope;

const compiled = WebAssembly.compileStreaming(fetch(coreUrl));
const start = async (): Promise<CoreModule> =>
  new CoreModule(await WebAssembly.instantiate(await compiled, coreImports));
let core = start();

async function answer(request: WorkerRequest): Promise<void> {
  try {
    const { status, bytes } = (await core).call(request.op, request.parts);
    scope.postMessage({ id: request.id, status, bytes }, [bytes]);
  } catch (cause) {
    core = start();
    scope.postMessage({ id: request.id, trap: String(cause) });
  }
}

const tab = new Tab(
  browserSurroundings({
    replica: async () => new Replica(await start()),
    toPage: (message, life) => scope.postMessage({ sync: message, life }),
  }),
);

async function sync(message: ToWorker): Promise<void> {
  tab.receive(message);
  if (message.t !== 'module') return;
  scope.postMessage({ sync: { t: 'module', module: await compiled }, life: 0 });
}

scope.onmessage = ({ data }) => void ('sync' in data ? sync(data.sync) : answer(data));
