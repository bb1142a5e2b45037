// SPDX-License-Identifier: Apache-2.0

// 128 random bits in hexadecimal.
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const lowest = 2 ** 32;
const end = 2 ** 52;

// Whole and in [2^32, 2^52): the ids that whoever makes a command chooses (shared/base/limits.h).
export function randomNumber(): number {
  for (;;) {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    const number = (high % 2 ** 20) * 2 ** 32 + low;
    if (number >= lowest && number < end) return number;
  }
}
