// SPDX-License-Identifier: Apache-2.0

// Requests and replies of the C++ core, laid out as wasm/ops.h says. Little endian, as wasm is.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class RequestWriter {
  #bytes = new Uint8Array(256);
  #size = 0;

  u32(value: number): this {
    const at = this.#grow(4);
    new DataView(this.#bytes.buffer).setUint32(at, value, true);
    return this;
  }
  f64(value: number): this {
    const at = this.#grow(8);
    new DataView(this.#bytes.buffer).setFloat64(at, value, true);
    return this;
  }
  text(text: string): this {
    const utf8 = encoder.encode(text);
    this.u32(utf8.length);
    const at = this.#grow(utf8.length);
    this.#bytes.set(utf8, at);
    return this;
  }
  texts(texts: readonly string[]): this {
    this.u32(texts.length);
    for (const text of texts) this.text(text);
    return this;
  }
  f64s(values: Float64Array): this {
    const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const at = this.#grow(from.length);
    this.#bytes.set(from, at);
    return this;
  }
  pad(): this {
    this.#grow((8 - (this.#size % 8)) % 8);
    return this;
  }
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  // Makes room and gives the place of it. The bytes may be others afterwards.
  #grow(bytes: number): number {
    const at = this.#size;
    this.#size += bytes;
    if (this.#size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#size, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return at;
  }
}

// Arrays are views into the reply, not copies. Requires: the buffer belongs to the reply alone.
export class ReplyReader {
  #view: DataView;
  #at = 0;

  constructor(private readonly buffer: ArrayBuffer) {
    this.#view = new DataView(buffer);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }
  text(): string {
    const bytes = this.u32();
    return decoder.decode(new Uint8Array(this.buffer, this.#take(bytes), bytes));
  }
  texts(): string[] {
    return Array.from({ length: this.u32() }, () => this.text());
  }
  // 64-bit numbers must stand on a boundary of 8, which wasm/ops.h grants.
  f64s(count: number): Float64Array {
    return new Float64Array(this.buffer, this.#take(count * 8), count);
  }
  f32s(count: number): Float32Array {
    const values = new Float32Array(this.buffer, this.#take(count * 4), count);
    this.pad();
    return values;
  }
  u32s(count: number): Uint32Array {
    const values = new Uint32Array(this.buffer, this.#take(count * 4), count);
    this.pad();
    return values;
  }
  pad(): void {
    this.#take((8 - (this.#at % 8)) % 8);
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}
