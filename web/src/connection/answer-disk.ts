// SPDX-License-Identifier: Apache-2.0
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { AnswerShelf, KeptAnswer, KeptEntry } from './kept-answers';

// Kept answers in a database of their own per person: bodies by key, and what is known of each.

interface Fact {
  readonly key: string;
  // Of the table that this one goes on from; the key itself for whole answers.
  readonly of: string;
  readonly since: number;
  readonly version: number;
  readonly at_ms: number;
  readonly bytes: number;
  readonly place: string;
  readonly project: number;
}

interface Schema extends DBSchema {
  facts: { key: string; value: Fact; indexes: { of: string } };
  bodies: { key: string; value: string | ArrayBuffer };
}

const prefix = 'ensemble-answers:';
export const bounds = { bytes: 64 << 20, later: 2000, laterBytes: 4 << 20 } as const;

type Writing = ReturnType<typeof writing>;

function writing(db: IDBPDatabase<Schema>) {
  return db.transaction(['facts', 'bodies'], 'readwrite');
}

export class AnswerDisk implements AnswerShelf {
  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly bytes_max: number,
  ) {}

  // Undefined where the browser keeps nothing.
  static async open(user: number, bytes_max = bounds.bytes): Promise<AnswerDisk | undefined> {
    if (typeof indexedDB === 'undefined') return undefined;
    const db = await openDB<Schema>(`${prefix}${String(user)}`, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('facts', { keyPath: 'key' }).createIndex('of', 'of');
        fresh.createObjectStore('bodies');
      },
      blocking: (_old, _new, { target }) => (target as IDBDatabase).close(),
    });
    return new AnswerDisk(db, bytes_max);
  }

  static async removeAll(): Promise<void> {
    if (typeof indexedDB === 'undefined') return;
    const kept = await indexedDB.databases();
    const names = kept.map(({ name = '' }) => name).filter((name) => name.startsWith(prefix));
    const remove = (name: string): Promise<void> =>
      new Promise((resolve, reject) => {
        deleteDB(name, { blocked: () => resolve() }).then(resolve, reject);
      });
    await Promise.allSettled(names.map(remove));
  }

  async put(entries: readonly KeptEntry[]): Promise<void> {
    const step = writing(this.db);
    for (const entry of entries) {
      if (entry.of.since === 0) await this.#putWhole(step, entry);
      else await this.#putLater(step, entry);
    }
    await this.#makeRoom(step);
    await step.done;
  }

  async find(key: string): Promise<KeptAnswer | undefined> {
    const reading = this.db.transaction(['facts', 'bodies']);
    const facts = await reading.objectStore('facts').index('of').getAll(key);
    const first = facts.find((fact) => fact.key === key);
    const body = first && (await reading.objectStore('bodies').get(key));
    if (first === undefined || body === undefined) return undefined;
    const later: ArrayBuffer[] = [];
    let last = first;
    for (const fact of chain(first, facts)) {
      const more = await reading.objectStore('bodies').get(fact.key);
      if (!(more instanceof ArrayBuffer)) break;
      later.push(more);
      last = fact;
    }
    return { body, later, version: last.version, at_ms: last.at_ms };
  }

  async removeProject(project: number): Promise<void> {
    const step = writing(this.db);
    const facts = await step.objectStore('facts').getAll();
    const places = new Map<string, number>();
    for (const fact of facts)
      if (fact.project !== 0 && fact.place !== '') places.set(fact.place, fact.project);
    for (const fact of facts) {
      const about = fact.project !== 0 ? fact.project : places.get(fact.place);
      if (about === undefined || about === project) await remove(step, fact.key);
    }
    await step.done;
  }

  async clear(): Promise<void> {
    const step = writing(this.db);
    await Promise.all([step.objectStore('facts').clear(), step.objectStore('bodies').clear()]);
    await step.done;
  }

  close(): void {
    this.db.close();
  }

  async #putWhole(step: Writing, entry: KeptEntry): Promise<void> {
    const { key } = entry.of;
    for (const old of await step.objectStore('facts').index('of').getAllKeys(key))
      await remove(step, old);
    await store(step, key, entry);
  }

  // Only where it goes on from what is here, and as long as that is quickly read.
  async #putLater(step: Writing, entry: KeptEntry): Promise<void> {
    const { key, since } = entry.of;
    const facts = await step.objectStore('facts').index('of').getAll(key);
    const first = facts.find((fact) => fact.key === key);
    if (first === undefined) return;
    const follows = [...chain(first, facts)];
    const bytes = follows.reduce((sum, fact) => sum + fact.bytes, 0);
    const last = follows.at(-1) ?? first;
    const room = follows.length < bounds.later && bytes < bounds.laterBytes;
    if (last.version === since && entry.version === since) {
      await step.objectStore('facts').put({ ...last, at_ms: entry.at_ms });
    } else if (last.version === since && room) {
      await store(step, `${key} +${String(since)}`, entry);
    }
  }

  // The oldest go, with all that goes on from them.
  async #makeRoom(step: Writing): Promise<void> {
    const facts = await step.objectStore('facts').getAll();
    const sums = new Map<string, { bytes: number; at_ms: number }>();
    for (const { of, bytes, at_ms } of facts) {
      const sum = sums.get(of) ?? { bytes: 0, at_ms: 0 };
      sums.set(of, { bytes: sum.bytes + bytes, at_ms: Math.max(sum.at_ms, at_ms) });
    }
    let all = facts.reduce((sum, fact) => sum + fact.bytes, 0);
    const oldest = [...sums].sort(([, a], [, b]) => a.at_ms - b.at_ms);
    for (const [of, { bytes }] of oldest) {
      if (all <= this.bytes_max) return;
      all -= bytes;
      for (const fact of facts) if (fact.of === of) await remove(step, fact.key);
    }
  }
}

async function remove(step: Writing, key: string): Promise<void> {
  await step.objectStore('facts').delete(key);
  await step.objectStore('bodies').delete(key);
}

async function store(step: Writing, key: string, entry: KeptEntry): Promise<void> {
  const { of, body, version, at_ms } = entry;
  const bytes = (typeof body === 'string' ? body.length : body.byteLength) + key.length;
  const { place, project, since } = of;
  await step
    .objectStore('facts')
    .put({ key, of: of.key, since, version, at_ms, bytes, place, project });
  await step.objectStore('bodies').put(body, key);
}

// What goes on from the first, without a hole.
function* chain(first: Fact, facts: readonly Fact[]): Generator<Fact> {
  const next = new Map(
    facts.filter(({ key }) => key !== first.key).map((fact) => [fact.since, fact]),
  );
  for (let at = next.get(first.version); at !== undefined; at = next.get(at.version)) {
    next.delete(at.since);
    yield at;
  }
}
