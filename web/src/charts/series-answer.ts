// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '../connection/errors';

// An answer of /api/series taken apart into its series and put together again, without looking at
// the points: one request serves many panels, and each panel keeps its own runs. The points are
// checked by the core, which reads what `join` makes.

export interface SeriesBytes {
  readonly run: number;
  readonly key: number; // index into the keys that were asked for
  readonly bytes: Uint8Array; // with its header
}

const magic = 0x31525345; // "ESR1"
const header_bytes = 56;

export function split(answer: ArrayBuffer): SeriesBytes[] {
  const view = new DataView(answer);
  const broken = (): ApiError => new ApiError('unreadable', '', 200);
  if (answer.byteLength < 8 || view.getUint32(0, true) !== magic) throw broken();
  const all: SeriesBytes[] = [];
  let at = 8;
  for (let left = view.getUint32(4, true); left > 0; left--) {
    if (at + header_bytes > answer.byteLength) throw broken();
    const bytes = header_bytes + view.getUint32(at + 52, true);
    if (at + bytes > answer.byteLength) throw broken();
    all.push({
      run: Number(view.getBigUint64(at, true)),
      key: view.getUint32(at + 8, true),
      bytes: new Uint8Array(answer, at, bytes),
    });
    at += bytes;
  }
  if (at !== answer.byteLength) throw broken();
  return all;
}

export function join(series: readonly Uint8Array[]): Uint8Array {
  const size = series.reduce((sum, each) => sum + each.length, 8);
  const answer = new Uint8Array(size);
  const view = new DataView(answer.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, series.length, true);
  let at = 8;
  for (const each of series) {
    answer.set(each, at);
    at += each.length;
  }
  return answer;
}

// Whether the series has no points at all.
export function isEmpty(series: Uint8Array): boolean {
  const view = new DataView(series.buffer, series.byteOffset, series.byteLength);
  return view.getBigUint64(16, true) === 0n;
}
