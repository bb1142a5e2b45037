// SPDX-License-Identifier: Apache-2.0
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import type { Batch, Entry } from './messages';

// What is kept of one person, in a database of its own: texts by key.

const prefix = 'ensemble:';
const store = 'kv';

export const diskName = (user: number): string => `${prefix}${String(user)}`;

export class Disk {
  // Another tab removes it all. Nothing can be read or written from now on.
  onlost: (() => void) | undefined;

  private constructor(private readonly db: IDBPDatabase) {}

  // Undefined where the browser keeps nothing.
  static async open(user: number): Promise<Disk | undefined> {
    if (typeof indexedDB === 'undefined') return undefined;
    let disk: Disk | undefined;
    const lose = (): void => {
      disk?.db.close();
      disk?.onlost?.();
    };
    try {
      const db = await openDB(diskName(user), 1, {
        upgrade: (fresh) => void fresh.createObjectStore(store),
        blocking: lose,
        terminated: lose,
      });
      disk = new Disk(db);
      return disk;
    } catch {
      return undefined;
    }
  }

  async load(): Promise<Entry[]> {
    const reading = this.db.transaction(store);
    const [keys, texts] = await Promise.all([reading.store.getAllKeys(), reading.store.getAll()]);
    return keys.map((key, i) => [String(key), String(texts[i])]);
  }

  // Ends when it is on the disk, all of it, or rejects, and nothing is.
  async write({ put, removed }: Batch): Promise<void> {
    const writing = this.db.transaction(store, 'readwrite', { durability: 'strict' });
    const steps: Promise<unknown>[] = removed.map((key) => writing.store.delete(key));
    for (const [key, text] of put) steps.push(writing.store.put(text, key));
    await Promise.all([...steps, writing.done]);
  }

  close(): void {
    this.db.close();
  }
}

// Removes what is kept of everybody. What other tabs hold open is emptied first, for one that
// sleeps lets go of it only when it wakes up.
export async function forgetDisks(): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  const kept = await indexedDB.databases();
  const names = kept.map(({ name = '' }) => name).filter((name) => name.startsWith(prefix));
  await Promise.allSettled(names.map(forgetDisk));
}

async function forgetDisk(name: string): Promise<void> {
  const db = await openDB(name);
  if (db.objectStoreNames.contains(store)) await db.clear(store);
  db.close();
  await new Promise<void>((resolve, reject) => {
    deleteDB(name, { blocked: () => resolve() }).then(() => resolve(), reject);
  });
}
