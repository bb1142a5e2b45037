// SPDX-License-Identifier: Apache-2.0
import type { RunFile } from '../connection/types';

export type FileKind = 'image' | 'audio' | 'video' | 'json' | 'table' | 'comma' | 'tab' | 'text';

// The most that is fetched to be shown as text or as a tree.
export const previewMax_bytes = 4 << 20;
export const jsonMax_bytes = 16 << 20;

const kinds: readonly (readonly [RegExp, FileKind])[] = [
  [/\.(png|jpe?g|gif|webp|bmp|svg|avif)$/i, 'image'],
  [/\.(wav|mp3|ogg|flac|m4a)$/i, 'audio'],
  [/\.(mp4|webm|mov|ogv)$/i, 'video'],
  [/\.table\.json$/i, 'table'],
  [/\.(json|ipynb)$/i, 'json'],
  [/\.csv$/i, 'comma'],
  [/\.tsv$/i, 'tab'],
];

// How a file is shown. Whether "text" is text is known when it is read.
export function fileKind(file: Pick<RunFile, 'name' | 'media_type'>): FileKind {
  return kinds.find(([pattern]) => pattern.test(file.name))?.[1] ?? 'text';
}

// The text in these bytes, or undefined when they are something else. A cut at the end may go
// through a character.
export function textOf(bytes: Uint8Array, cut: boolean): string | undefined {
  if (bytes.subarray(0, 65_536).includes(0)) return undefined;
  for (let spare = 0; spare <= (cut ? 3 : 0); spare++) {
    try {
      const whole = bytes.subarray(0, bytes.length - spare);
      return new TextDecoder('utf-8', { fatal: true }).decode(whole);
    } catch {
      // Another length may end with a whole character.
    }
  }
  return latin(bytes);
}

// Old files in an 8-bit alphabet: letters, but no control characters.
function latin(bytes: Uint8Array): string | undefined {
  const start = bytes.subarray(0, 65_536);
  const odd = start.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  const high = start.reduce((sum, byte) => sum + (byte >= 128 ? 1 : 0), 0);
  return odd || high > start.length / 3 ? undefined : new TextDecoder('windows-1252').decode(bytes);
}
