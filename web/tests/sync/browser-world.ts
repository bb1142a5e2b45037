// SPDX-License-Identifier: Apache-2.0
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { Disk, forgetDisks } from '../../src/sync/disk';
import type { Batch, Heard } from '../../src/sync/messages';
import { PageSync } from '../../src/sync/page-sync.svelte';
import { randomId, randomNumber } from '../../src/sync/random';
import { Tab, type Channel } from '../../src/sync/tab';
import { ana, compiled, FakeClock, newReplica, ScriptedDaemon, type FakeSocket } from './world';

// A browser with tabs, each of them a page and its worker. Its disk is fake-indexeddb, its module
// the real one.

type Grant = (lock: Lock | null) => Promise<unknown>;

class FakeLocks {
  #held = new Map<string, Lock>();
  #queue: { name: string; take: () => void }[] = [];

  // Everything that one tab holds or waits for.
  ofTab(): { locks: Pick<Navigator['locks'], 'request'>; die: () => void } {
    const releases = new Set<() => void>();
    const request = async (name: string, options: LockOptions, grant: Grant): Promise<unknown> => {
      if (options.ifAvailable === true && this.#held.has(name)) return grant(null);
      await this.#wait(name, options.signal, releases);
      let release = (): void => undefined;
      const died = new Promise<void>((resolve) => (release = resolve));
      releases.add(release);
      await Promise.race([grant({ name, mode: 'exclusive' }), died]);
      releases.delete(release);
      this.#release(name);
      return true;
    };
    return {
      locks: { request } as unknown as Pick<Navigator['locks'], 'request'>,
      die: () => releases.forEach((release) => release()),
    };
  }

  async #wait(name: string, signal: AbortSignal | undefined, releases: Set<() => void>) {
    if (this.#held.has(name)) {
      await new Promise<void>((resolve, reject) => {
        const waiting = { name, take: resolve };
        const give_up = (): void => {
          this.#queue = this.#queue.filter((other) => other !== waiting);
          reject(new DOMException('aborted', 'AbortError'));
        };
        this.#queue.push(waiting);
        releases.add(give_up);
        signal?.addEventListener('abort', give_up);
      });
    }
    this.#held.set(name, { name, mode: 'exclusive' });
  }

  #release(name: string): void {
    this.#held.delete(name);
    const next = this.#queue.find((each) => each.name === name);
    this.#queue = this.#queue.filter((each) => each !== next);
    next?.take();
  }
}

class FakeChannels {
  readonly #all = new Set<FakeChannel>();

  open(name: string): FakeChannel {
    const channel = new FakeChannel(name, this.#all);
    this.#all.add(channel);
    return channel;
  }
}

class FakeChannel implements Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;

  constructor(
    private readonly name: string,
    private readonly all: Set<FakeChannel>,
  ) {}

  postMessage(message: Heard): void {
    if (!this.all.has(this)) throw new Error('the channel is closed');
    const data = structuredClone(message);
    for (const other of this.all) {
      if (other === this || other.name !== this.name) continue;
      queueMicrotask(() => {
        if (this.all.has(other)) other.onmessage?.({ data });
      });
    }
  }
  close(): void {
    this.all.delete(this);
  }
}

export class FakeBrowser {
  readonly clock = new FakeClock();
  readonly daemon = new ScriptedDaemon(this.clock);
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels();
  // As on an insecure address: none of what keeps or coordinates is there.
  insecure = false;
  // The daemon answers new connections.
  reachable = true;

  constructor() {
    globalThis.indexedDB = new IDBFactory();
  }

  tab(): BrowserTab {
    return new BrowserTab(this);
  }

  // What the disk has of this person, read past the engine.
  async raw(user = ana): Promise<Map<string, string>> {
    const disk = await Disk.open(user);
    const entries = await disk?.load();
    disk?.close();
    return new Map(entries);
  }
}

export class BrowserTab {
  readonly page: PageSync;
  readonly sockets: FakeSocket[] = [];
  // How often the page asked whose session it is.
  asked = 0;
  sessionEnded = false;
  held = false;
  // Writes are never confirmed, as when the tab dies in the middle of one.
  stuck = false;
  // The instance of the module that the page has, or the one of its worker, traps. A new one does
  // not.
  pageBroke = false;
  workerBroke = false;
  #alive = true;
  readonly #die: () => void;

  constructor(private readonly browser: FakeBrowser) {
    const { clock, insecure } = browser;
    const { locks, die } = browser.locks.ofTab();
    const channels: FakeChannel[] = [];
    const live =
      <Rest extends unknown[]>(act: (...message: Rest) => void) =>
      (...message: Rest) => {
        const copy = structuredClone(message);
        queueMicrotask(() => {
          if (this.#alive) act(...copy);
        });
      };
    const worker = new Tab({
      openDisk: async (user) => this.#slow(await Disk.open(user)),
      locks: insecure ? undefined : locks,
      channel: insecure
        ? undefined
        : (name) => {
            const channel = browser.channels.open(name);
            channels.push(channel);
            return channel;
          },
      replica: () => {
        this.workerBroke = false;
        return Promise.resolve(newReplica(() => this.workerBroke));
      },
      socket: {
        open: () => this.#open(),
        probe: () => Promise.resolve(this.sessionEnded ? 'signed_out' : 'unreachable'),
        after: (wait_ms, act) => clock.after(wait_ms, () => this.#alive && act()),
        random: () => 0.5,
      },
      now: () => clock.now_ms,
      randomId,
      toPage: live((message, life) => this.page.receive(message, life)),
    });
    this.page = new PageSync({
      post: live((message) => {
        worker.receive(message);
        if (message.t === 'module') this.page.receive({ t: 'module', module: compiled }, 0);
      }),
      replica: () => {
        this.pageBroke = false;
        return Promise.resolve(newReplica(() => this.pageBroke));
      },
      now: () => clock.now_ms,
      randomId,
      randomNumber,
      askSession: () => this.asked++,
      forgetDisks,
      holdPage: (hold) => (this.held = hold),
    });
    this.#die = () => {
      die();
      channels.forEach((channel) => channel.close());
    };
  }

  // As when the person closes it, or its process dies.
  close(): void {
    this.#alive = false;
    this.#die();
    for (const socket of this.sockets) socket.heard = undefined;
  }

  async live(): Promise<this> {
    void this.page.start(ana, 'connecting');
    await vi.waitFor(() => {
      if (!this.page.state.ready || this.page.state.connection !== 'live')
        throw new Error('not yet');
    });
    return this;
  }

  #open(): FakeSocket {
    const socket = this.browser.daemon.open();
    this.sockets.push(socket);
    queueMicrotask(() => {
      if (this.browser.reachable && this.#alive) this.browser.daemon.accept(socket);
    });
    return socket;
  }

  #slow(disk: Disk | undefined): Disk | undefined {
    const write = disk?.write.bind(disk);
    if (disk !== undefined && write !== undefined) {
      disk.write = async (batch: Batch) => {
        if (this.stuck) await new Promise(() => undefined);
        await write(batch);
      };
    }
    return disk;
  }
}
