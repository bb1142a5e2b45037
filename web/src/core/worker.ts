// SPDX-License-Identifier: Apache-2.0
import coreUrl from 'virtual:core-wasm';
import { CoreModule, coreImports } from './module';

// Runs the core off the main thread. A request that makes it trap fails alone: the module is
// started anew, and the page is told that what it had loaded is gone.

export interface WorkerRequest {
  readonly id: number;
  readonly op: number;
  readonly parts: readonly Uint8Array[];
}

export type WorkerReply =
  | { readonly id: number; readonly status: number; readonly bytes: ArrayBuffer }
  | { readonly id: number; readonly trap: string };

interface Scope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(reply: WorkerReply, transfer: Transferable[]): void;
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
    scope.postMessage({ id: request.id, trap: String(cause) }, []);
  }
}

scope.onmessage = (event) => void answer(event.data);
