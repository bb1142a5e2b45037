// SPDX-License-Identifier: Apache-2.0

// What the browser lets this site keep.
export interface StorageState {
  // Kept until a person removes it; otherwise the browser may, when the disk fills up.
  readonly persisted: boolean;
  readonly usage_bytes: number;
  readonly quota_bytes: number;
}

// Undefined on insecure addresses, where browsers do not tell.
const storage = (): Navigator['storage'] | undefined => (navigator as Partial<Navigator>).storage;

export async function storageState(): Promise<StorageState | undefined> {
  const kept = storage();
  if (kept === undefined) return undefined;
  const [persisted, { usage = 0, quota = 0 }] = await Promise.all([
    kept.persisted(),
    kept.estimate(),
  ]);
  return { persisted, usage_bytes: usage, quota_bytes: quota };
}

const askedKey = 'ensemble.storage-asked';

// Some browsers ask the person, so they are asked once only. Gives whether it is persistent now.
export async function askToPersist(): Promise<boolean> {
  const kept = storage();
  if (kept === undefined) return false;
  try {
    if (await kept.persisted()) return true;
    if (localStorage.getItem(askedKey) !== null) return false;
    localStorage.setItem(askedKey, 'yes');
    return await kept.persist();
  } catch {
    // Storage can be forbidden.
    return false;
  }
}
