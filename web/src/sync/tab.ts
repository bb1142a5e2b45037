// SPDX-License-Identifier: Apache-2.0
import type { LinkOptions } from '../connection/link';
import type { Disk } from './disk';
import { Engine } from './engine';
import { lent_max } from './messages';
import type { Asked, Batch, Heard, LentRun, Offer, Told, ToPage, ToWorker } from './messages';
import type { Replica } from './replica';

// To the other tabs of the same browser, in order.
export interface Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: Heard): void;
  close(): void;
}

export interface Surroundings {
  readonly openDisk: (user: number) => Promise<Disk | undefined>;
  // Both undefined where browsers let a page keep nothing.
  readonly locks: Pick<Navigator['locks'], 'request'> | undefined;
  readonly channel: ((name: string) => Channel) | undefined;
  // Of an instance of the module of its own.
  readonly replica: () => Promise<Replica>;
  readonly socket: Pick<LinkOptions, 'open' | 'probe' | 'after' | 'random'>;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly toPage: (message: ToPage, life: number) => void;
}

// After so long without an answer an offer is made again: the tab that leads may be gone, and the
// next one may not lead yet.
export const offerAgain_ms = 2_000;
const restart_ms = 1_000;

// The share of one tab, in its worker: it leads, or follows the one that does. One tab per browser
// and person leads: it alone writes to the disk and talks to the daemon. Every other waits to lead.
export class Tab {
  #life: Life | undefined;

  constructor(private readonly around: Surroundings) {}

  receive(message: ToWorker): void {
    if (message.t === 'start' || message.t === 'stop') {
      this.#life?.end();
      this.#life = undefined;
    }
    if (message.t === 'start') this.#life = new Life(this.around, message);
    else if (message.t !== 'stop' && message.t !== 'module') this.#life?.ask(message);
  }
}

// From the sign-in of a person to their sign-out.
class Life {
  readonly #ended = new AbortController();
  readonly #offers = new Map<string, Offer>();
  #lent: readonly LentRun[] = [];
  #channel: Channel | undefined;
  #disk: Disk | undefined;
  #engine: Engine | undefined;
  // What was heard while the disk was being read.
  #later: Batch[] | undefined;
  #reading = 0;
  #restarts = 0;
  readonly #user: number;
  // Until a connection is known.
  #shown: 'connecting' | 'offline';

  constructor(
    private readonly around: Surroundings,
    private readonly began: Extract<ToWorker, { t: 'start' }>,
  ) {
    this.#user = began.user;
    this.#shown = began.shown;
    void this.#begin();
  }

  ask(asked: Asked): void {
    if (asked.t === 'offer') this.#offers.set(asked.offer.id, asked.offer);
    if (asked.t === 'lend') this.#lent = [...this.#lent.slice(1 - lent_max), asked.run];
    if (this.#engine !== undefined) this.#obey(asked);
    else this.#channel?.postMessage(asked);
    if (asked.t === 'offer') this.#offerAgainLater(asked.offer.id);
  }

  end(): void {
    this.#ended.abort();
    const disk = this.#disk;
    const written = this.#engine?.stop() ?? Promise.resolve();
    void written.then(() => disk?.close());
    this.#engine = undefined;
    this.#channel?.close();
    this.#channel = undefined;
  }

  #toPage(message: ToPage): void {
    if (!this.#isOver || message.t === 'ended') this.around.toPage(message, this.began.life);
  }

  get #isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  async #begin(): Promise<void> {
    const { around } = this;
    const user = this.#user;
    const { locks, channel } = around;
    const disk = locks && channel ? await around.openDisk(user) : undefined;
    if (this.#isOver) return disk?.close();
    if (!locks || !channel || !disk) return this.#lead();
    this.#disk = disk;
    disk.onlost = () => this.#close('forgotten');
    this.#channel = channel(`ensemble:${String(user)}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data as Heard);
    const name = `ensemble:leader:${String(user)}`;
    const led = await locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await this.#leadUntilEnd();
      return lock !== null;
    });
    if (led || this.#isOver) return;
    this.#channel.postMessage({ t: 'who' });
    this.#toPage({ t: 'role', leads: false, memoryOnly: false });
    void this.#readDisk();
    const { signal } = this.#ended;
    await locks.request(name, { signal }, () => this.#leadUntilEnd()).catch(() => undefined);
  }

  async #leadUntilEnd(): Promise<void> {
    if (this.#isOver) return;
    await this.#lead();
    if (this.#isOver) return;
    await new Promise((resolve) => this.#ended.signal.addEventListener('abort', resolve));
  }

  async #lead(): Promise<void> {
    const { around } = this;
    const replica = await around.replica();
    const entries = await this.#disk?.load().catch(() => undefined);
    if (this.#isOver) return;
    this.#later = undefined;
    this.#reading++;
    const memoryOnly = entries === undefined;
    const engine = new Engine({
      ...around,
      user: this.#user,
      replica,
      shelf: memoryOnly ? undefined : this.#disk,
      entries: entries ?? [],
      tell: (told) => this.#tell(told),
      diskFailed: () => this.#toPage({ t: 'role', leads: true, memoryOnly: true }),
      otherUser: () => this.#close('other_user'),
      broke: () => this.#restart(),
    });
    this.#engine = engine;
    this.#toPage({ t: 'role', leads: true, memoryOnly });
    this.#toPage({ t: 'snapshot', entries: engine.entries });
    this.#channel?.postMessage({ t: 'leading' });
    engine.start(this.#shown);
    for (const asked of this.#askedAgain()) this.#obey(asked);
  }

  // The module lost what it had; the disk has everything that was promised to be safe.
  #restart(): void {
    this.#engine = undefined;
    const wait_ms = restart_ms * 2 ** Math.min(this.#restarts++, 10);
    this.around.socket.after(wait_ms, () => {
      if (!this.#isOver) void this.#lead();
    });
  }

  #close(why: 'other_user' | 'forgotten'): void {
    if (this.#isOver) return;
    this.end();
    this.#toPage({ t: 'ended', why });
  }

  // From this tab's engine.
  #tell(told: Told): void {
    this.#channel?.postMessage(told);
    this.#take(told);
  }

  #hear(heard: Heard): void {
    switch (heard.t) {
      case 'leading':
        this.#heardLeading();
        break;
      case 'who':
        if (this.#engine !== undefined) this.#tellConnection(this.#engine);
        break;
      case 'batch':
      case 'purge':
      case 'answer':
      case 'connection':
        if (this.#engine === undefined) this.#take(heard);
        break;
      default:
        if (this.#engine !== undefined) this.#obey(heard);
    }
  }

  #heardLeading(): void {
    if (this.#engine !== undefined) return;
    void this.#readDisk();
    for (const asked of this.#askedAgain()) this.#channel?.postMessage(asked);
  }

  // What a tab that begins to lead does not know from the disk.
  #askedAgain(): readonly Asked[] {
    const runs = this.#lent.map((run): Asked => ({ t: 'lend', run }));
    const offers = [...this.#offers.values()].map((offer): Asked => ({ t: 'offer', offer }));
    return [...runs, ...offers];
  }

  #tellConnection(engine: Engine): void {
    this.#channel?.postMessage({ t: 'connection', connection: engine.connection });
  }

  #obey(asked: Asked): void {
    const engine = this.#engine;
    if (engine === undefined) return;
    if (asked.t === 'offer') engine.offer(asked.offer);
    else if (asked.t === 'dismiss') engine.dismiss(asked.number);
    else if (asked.t === 'lend') engine.lend(asked.run);
    else if (asked.t === 'nudge') engine.nudge();
    else if (asked.t === 'unplugged') engine.unplugged();
    else engine.doubt();
  }

  // To this tab's page. Answers to the offers of other tabs are not its.
  #take(told: Told): void {
    if (told.t === 'connection') this.#shown = 'connecting';
    if (told.t === 'answer' && !this.#offers.delete(told.answer.id)) return;
    if (told.t === 'batch' && this.#later !== undefined) this.#later.push(told.batch);
    else this.#toPage(told);
  }

  async #readDisk(): Promise<void> {
    const turn = ++this.#reading;
    this.#later = [];
    const entries = await this.#disk?.load().catch(() => undefined);
    if (this.#isOver || turn !== this.#reading || entries === undefined) return;
    const later = this.#later;
    this.#later = undefined;
    this.#toPage({ t: 'snapshot', entries });
    for (const batch of later) this.#toPage({ t: 'batch', batch });
  }

  #offerAgainLater(id: string): void {
    this.around.socket.after(offerAgain_ms, () => {
      const offer = this.#offers.get(id);
      if (offer === undefined || this.#isOver) return;
      if (this.#engine !== undefined) this.#engine.offer(offer);
      else this.#channel?.postMessage({ t: 'offer', offer });
      this.#offerAgainLater(id);
    });
  }
}
