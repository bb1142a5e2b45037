// SPDX-License-Identifier: Apache-2.0

// The C++ core as a function from bytes to bytes. The only file that touches its memory.

export interface CoreReply {
  readonly status: number;
  readonly bytes: ArrayBuffer;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly alloc: (bytes: number) => number;
  readonly free: (pointer: number) => void;
  readonly call: (op: number, pointer: number, bytes: number) => number;
  readonly reply: () => number;
  readonly _initialize?: () => void;
}

// What the module imports: memory grew (views are made anew for every call, so nothing to do),
// and an exit, which only a broken invariant asks for.
export const coreImports: WebAssembly.Imports = {
  env: { emscripten_notify_memory_growth: () => undefined },
  wasi_snapshot_preview1: {
    proc_exit: (code: number) => {
      throw new Error(`the core stopped with code ${String(code)}`);
    },
  },
};

export class CoreModule {
  readonly #exports: Exports;

  constructor(instance: WebAssembly.Instance) {
    this.#exports = instance.exports as unknown as Exports;
    this.#exports._initialize?.();
  }

  // The request is the parts one after the other.
  call(op: number, parts: readonly Uint8Array[]): CoreReply {
    const { alloc, free, call, reply, memory } = this.#exports;
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    const pointer = alloc(bytes);
    if (pointer === 0) throw new Error('the core is out of memory');
    let at = pointer;
    for (const part of parts) {
      new Uint8Array(memory.buffer).set(part, at);
      at += part.length;
    }
    const status = call(op, pointer, bytes);
    free(pointer);
    const from = reply();
    const size = new DataView(memory.buffer).getUint32(from, true);
    return { status, bytes: memory.buffer.slice(from + 8, from + 8 + size) as ArrayBuffer };
  }
}
