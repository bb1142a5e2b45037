// SPDX-License-Identifier: Apache-2.0

// What the daemon would send, written a second time so that the core is not tested by itself.

function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function u32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255];
}

function u64(value: number): number[] {
  return [...u32(value >>> 0), ...u32(Math.floor(value / 2 ** 32))];
}

function f64(value: number): number[] {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

function padded(bytes: number[]): number[] {
  return [...bytes, ...Array<number>((8 - (bytes.length % 8)) % 8).fill(0)];
}

function textPayload(values: readonly string[]): number[] {
  const utf8 = values.map((value) => [...new TextEncoder().encode(value)]);
  const offsets = [0];
  for (const bytes of utf8) offsets.push((offsets.at(-1) ?? 0) + bytes.length);
  return [...padded(offsets.flatMap(u32)), ...utf8.flat()];
}

// Integers become i64 columns, texts become text columns.
export function frameOf(
  rows: number,
  columns: Readonly<Record<string, readonly (number | string)[]>>,
): ArrayBuffer {
  const body = Object.entries(columns).flatMap(([name, values]) => {
    const isText = typeof values[0] === 'string';
    const payload = isText
      ? textPayload(values as string[])
      : (values as number[]).flatMap((value) => u64(value));
    const utf8 = [...new TextEncoder().encode(name)];
    return [
      ...u32(isText ? 4 : 3),
      ...u32(utf8.length),
      ...u64(payload.length),
      ...padded(utf8),
      ...padded(payload),
    ];
  });
  const head = [
    ...new TextEncoder().encode('ECF1'),
    ...u32(Object.keys(columns).length),
    ...u32(rows),
    ...u32(crc32c(new Uint8Array(body))),
  ];
  return new Uint8Array([...head, ...body]).buffer;
}

export interface Points {
  readonly run: number;
  readonly key: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

// An answer of /api/series with exact points.
export function seriesAnswer(all: readonly Points[]): Uint8Array {
  const series = all.flatMap(({ run, key, x, y }) => [
    ...u64(run),
    ...u32(key),
    ...u32(1),
    ...u64(x.length),
    ...u64(y.filter((value) => !Number.isFinite(value)).length),
    ...f64(x[0] ?? 0),
    ...f64(x.at(-1) ?? 0),
    ...u32(x.length),
    ...u32(16 * x.length),
    ...x.flatMap(f64),
    ...y.flatMap(f64),
  ]);
  return new Uint8Array([...new TextEncoder().encode('ESR1'), ...u32(all.length), ...series]);
}
