// SPDX-License-Identifier: Apache-2.0
import { workerAhead } from '../connection/ahead';
import { Core, type Port } from './core';
import type { WorkerReply } from './worker';

let started: Core | undefined;

// The one core of this page, started when first asked for.
export function core(): Core {
  started ??= new Core(startWorker());
  return started;
}

function startWorker(): Port {
  const worker =
    workerAhead() ?? new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const port: Port = {
    post: (request, transfer) => worker.postMessage(request, transfer),
    onreply: undefined,
  };
  worker.onmessage = (event: MessageEvent<WorkerReply>) => port.onreply?.(event.data);
  return port;
}
