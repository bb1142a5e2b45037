// SPDX-License-Identifier: Apache-2.0

// Whatever keeps something of the person who is signed in says here how to remove it.

type Forget = () => void | Promise<void>;

const acts = new Set<Forget>();

// Called when the person signs out, and when another one signs in. Gives how to be left out again.
export function forgetWithPerson(act: Forget): () => void {
  acts.add(act);
  return () => acts.delete(act);
}

// Ends when everything is gone; what fails does not keep the rest.
export async function forgetPerson(): Promise<void> {
  await Promise.allSettled([...acts].map(async (act) => act()));
}
