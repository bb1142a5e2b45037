// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, test } from 'vitest';
import { ShellUpdates, type Container } from '../../src/shell/updates';

class FakeWorker extends EventTarget {
  state: ServiceWorkerState = 'installing';
  readonly heard: unknown[] = [];
  postMessage(message: unknown): void {
    this.heard.push(message);
  }
  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
  updates = 0;
  update(): Promise<void> {
    this.updates++;
    return Promise.reject(new TypeError('no network'));
  }
}

let registration: FakeRegistration;
let controller: FakeWorker | null;
let container: EventTarget;
let did: string[];
let updates: ShellUpdates;

function make(): void {
  container = Object.assign(new EventTarget(), {
    controller,
    register: () => Promise.resolve(registration),
  });
  updates = new ShellUpdates(container as unknown as Container, {
    reload: () => did.push('reload'),
    ready: () => did.push('ready'),
  });
}

const taken = (): boolean => container.dispatchEvent(new Event('controllerchange'));

function found(): FakeWorker {
  const worker = new FakeWorker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  return worker;
}

function installed(worker: FakeWorker): void {
  registration.installing = null;
  registration.waiting = worker;
  worker.become('installed');
}

beforeEach(() => {
  registration = new FakeRegistration();
  did = [];
});

describe('on the first visit', () => {
  beforeEach(async () => {
    controller = null;
    make();
    await updates.start();
  });

  test('the first worker is no update', () => {
    installed(found());
    taken();
    expect(did).toEqual([]);
  });

  test('the next one is', () => {
    taken();
    registration.active = new FakeWorker();
    const newer = found();
    expect(did).toEqual([]);
    installed(newer);
    expect(did).toEqual(['ready']);
  });
});

describe('on later visits', () => {
  beforeEach(() => {
    controller = new FakeWorker();
    registration.active = controller;
    make();
  });

  test('the worker hears that a page of its version has started', async () => {
    await updates.start();
    expect(controller?.heard).toEqual(['started']);
  });

  test('a version that waited since an earlier visit is ready at once', async () => {
    registration.waiting = new FakeWorker();
    await updates.start();
    expect(did).toEqual(['ready']);
  });

  test('a version that was already being loaded is ready when it is there', async () => {
    const newer = new FakeWorker();
    registration.installing = newer;
    await updates.start();
    installed(newer);
    expect(did).toEqual(['ready']);
  });

  test('one that fails to load is not ready', async () => {
    await updates.start();
    found().become('redundant');
    expect(did).toEqual([]);
  });

  test('using it reloads the page once it has taken over', async () => {
    await updates.start();
    const newer = found();
    installed(newer);
    updates.use();
    expect(newer.heard).toEqual(['use']);
    expect(did).toEqual(['ready']);
    taken();
    expect(did).toEqual(['ready', 'reload']);
  });

  test('when another tab used it, this one is told and reloads when asked', async () => {
    await updates.start();
    taken();
    expect(did).toEqual(['ready']);
    updates.use();
    expect(did).toEqual(['ready', 'reload']);
  });

  test('a check without a network is harmless', async () => {
    updates.check();
    await updates.start();
    updates.check();
    expect(registration.updates).toBe(1);
  });
});
