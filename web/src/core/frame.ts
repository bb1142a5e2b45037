// SPDX-License-Identifier: Apache-2.0

// A column frame (docs/protocol.md) as the core writes it. The core has checked it: this reads the
// module's own replies only, never bytes from the network.

export type Cell = number | string | undefined;

interface Column {
  readonly kind: number;
  readonly at: number; // of the values
  readonly validityAt: number; // -1: every value is there
}

const decoder = new TextDecoder();
const header_bytes = 16;
const canBeMissing = 256;
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

export class Frame {
  readonly rows: number;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  // A name has up to two columns: its numbers and its texts.
  readonly #columns = new Map<string, Column[]>();

  constructor(buffer: ArrayBuffer) {
    this.#view = new DataView(buffer);
    this.#bytes = new Uint8Array(buffer);
    const columns = this.#view.getUint32(4, true);
    this.rows = this.#view.getUint32(8, true);
    let at = header_bytes;
    for (let i = 0; i < columns; i++) at = this.#readColumn(at);
  }

  cell(name: string, row: number): Cell {
    for (const column of this.#columns.get(name) ?? []) {
      if (this.#present(column, row)) return this.#value(column, row);
    }
    return undefined;
  }

  #readColumn(at: number): number {
    const kind = this.#view.getUint32(at, true);
    const nameBytes = this.#view.getUint32(at + 4, true);
    const payloadBytes = Number(this.#view.getBigUint64(at + 8, true));
    const nameAt = at + 16;
    const payloadAt = nameAt + padded(nameBytes);
    const name = decoder.decode(this.#bytes.subarray(nameAt, nameAt + nameBytes));
    const hasValidity = kind >= canBeMissing;
    const column: Column = {
      kind: kind % canBeMissing,
      at: payloadAt + (hasValidity ? padded(Math.ceil(this.rows / 8)) : 0),
      validityAt: hasValidity ? payloadAt : -1,
    };
    this.#columns.set(name, [...(this.#columns.get(name) ?? []), column]);
    return payloadAt + padded(payloadBytes);
  }

  #present(column: Column, row: number): boolean {
    if (column.validityAt < 0) return true;
    const byte = this.#view.getUint8(column.validityAt + (row >> 3));
    return ((byte >> (row & 7)) & 1) === 1;
  }

  #value(column: Column, row: number): number | string {
    if (column.kind === 1) return this.#view.getFloat64(column.at + row * 8, true);
    if (column.kind === 2) return this.#view.getFloat32(column.at + row * 4, true);
    if (column.kind === 3) return Number(this.#view.getBigInt64(column.at + row * 8, true));
    const from = this.#view.getUint32(column.at + row * 4, true);
    const to = this.#view.getUint32(column.at + row * 4 + 4, true);
    const texts = column.at + padded((this.rows + 1) * 4);
    return decoder.decode(this.#bytes.subarray(texts + from, texts + to));
  }
}
