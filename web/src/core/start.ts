// SPDX-License-Identifier: Apache-2.0
import { workerAhead } from '../connection/ahead';
import type { ToPage, ToWorker } from '../sync/messages';
import { Core, type Port } from './core';
import type { ForSync, WorkerReply } from './worker';

let started: Core | undefined;
let worker: Worker | undefined;
let coreHears = (reply: WorkerReply): void => void reply;
let syncHears = (message: ToPage): void => void message;

// The one core of this page, started when first asked for.
export function core(): Core {
  started ??= new Core(corePort());
  return started;
}

// How to speak to the sync engine, which runs in the same worker, and hear it.
export function toSyncWorker(hear: (message: ToPage) => void): (message: ToWorker) => void {
  syncHears = hear;
  return (message) => theWorker().postMessage({ sync: message } satisfies ForSync<ToWorker>);
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
  fresh.onmessage = ({ data }: MessageEvent<WorkerReply | ForSync<ToPage>>) => {
    if ('sync' in data) syncHears(data.sync);
    else coreHears(data);
  };
  return fresh;
}
