// SPDX-License-Identifier: Apache-2.0
import { workerAhead } from '../connection/ahead';
import type { ToPage, ToWorker } from '../sync/messages';
import { Core, type Port } from './core';
import type { FromSync, ToSync, WorkerReply } from './worker';

let started: Core | undefined;
let worker: Worker | undefined;
let coreHears = (reply: WorkerReply): void => void reply;
let syncHears = (message: FromSync): void => void message;

// The one core of this page, started when first asked for.
export function core(): Core {
  started ??= new Core(corePort());
  return started;
}

// How to speak to the sync engine, which runs in the same worker, and hear it.
export function toSyncWorker(
  hear: (message: ToPage, life: number) => void,
): (message: ToWorker) => void {
  syncHears = ({ sync, life }) => hear(sync, life);
  return (message) => theWorker().postMessage({ sync: message } satisfies ToSync);
}

function corePort(): Port {
  const port: Port = {
    post: (request, transfer) => theWorker().postMessage(request, transfer),
    onreply: undefined,
  };
  coreHears = (reply) => port.onreply?.(reply);
  return port;
}

function theWorker(): Worker {
  worker ??= startWorker();
  return worker;
}

function startWorker(): Worker {
  const fresh =
    workerAhead() ?? new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  fresh.onmessage = ({ data }: MessageEvent<WorkerReply | FromSync>) => {
    if ('sync' in data) syncHears(data);
    else coreHears(data);
  };
  return fresh;
}
