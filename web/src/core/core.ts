// SPDX-License-Identifier: Apache-2.0
import { readCurves, type Curve } from './curves';
import { Frame } from './frame';
import { ReplyReader, RequestWriter } from './messages';
import type { WorkerReply, WorkerRequest } from './worker';

// The operations of wasm/ops.h as typed, asynchronous functions.

export interface Port {
  post(request: WorkerRequest, transfer: Transferable[]): void;
  onreply: ((reply: WorkerReply) => void) | undefined;
}

export class CoreError extends Error {
  override readonly name = 'CoreError';
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

// Why a filter cannot be used; kinds as in shared/query/filter.h, positions in bytes of UTF-8.
export interface FilterFault {
  readonly kind: number;
  readonly position: number;
  readonly bytes: number;
  readonly detail: string;
}

export interface QueryResult {
  readonly total: number;
  readonly ids: Float64Array;
  // Columns to load before the result is right.
  readonly needed: readonly string[];
}

export type Smoothing = 'none' | 'exponential' | 'gaussian' | 'running';
const smoothings: readonly Smoothing[] = ['none', 'exponential', 'gaussian', 'running'];

export interface DrawOptions {
  readonly smoothing: Smoothing;
  readonly strength: number;
  readonly logY: boolean;
  readonly points: number; // per curve at most
  readonly xSpan: number; // 0: that of each curve
}

const op = {
  loadRuns: 1,
  forgetRuns: 2,
  declareColumns: 3,
  queryRuns: 4,
  runRows: 5,
  drawSeries: 6,
  setCells: 7,
} as const;

interface Waiting {
  readonly resolve: (reply: { status: number; bytes: ArrayBuffer }) => void;
  readonly reject: (error: Error) => void;
}

export class Core {
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();
  // The core lost what was loaded; load again.
  onrestart: (() => void) | undefined;

  constructor(private readonly port: Port) {
    port.onreply = (reply) => this.#receive(reply);
  }

  // Lays a run table frame over the loaded runs; gives the number of runs. The bytes are moved.
  async loadRuns(frame: ArrayBuffer): Promise<number> {
    const reply = await this.#call(op.loadRuns, [new Uint8Array(frame)]);
    return new ReplyReader(reply.bytes).u32();
  }

  async forgetRuns(): Promise<void> {
    await this.#call(op.forgetRuns, []);
  }

  // Cells of one run become these texts, until they are loaded or set again.
  async setCells(id: number, cells: Readonly<Record<string, string>>): Promise<void> {
    const request = new RequestWriter().f64(id).texts(Object.keys(cells));
    await this.#call(op.setCells, [request.texts(Object.values(cells)).take()]);
  }

  async declareColumns(names: readonly string[]): Promise<void> {
    await this.#call(op.declareColumns, [new RequestWriter().texts(names).take()]);
  }

  async queryRuns(
    filter: string,
    sort: readonly string[],
    now_ms: number,
  ): Promise<QueryResult | FilterFault> {
    const request = new RequestWriter().f64(now_ms).text(filter).texts(sort).take();
    const { status, bytes } = await this.#call(op.queryRuns, [request]);
    const reply = new ReplyReader(bytes);
    if (status === 2) {
      const [kind, position, size] = [reply.u32(), reply.u32(), reply.u32()];
      return { kind, position, bytes: size, detail: reply.text() };
    }
    const total = reply.u32();
    const ids = reply.f64s(reply.u32());
    return { total, ids, needed: reply.texts() };
  }

  // Rows in the order of the ids; cells of unknown runs are undefined.
  async runRows(ids: Float64Array, columns: readonly string[]): Promise<Frame> {
    const request = new RequestWriter().u32(ids.length).pad().f64s(ids).texts(columns).take();
    return new Frame((await this.#call(op.runRows, [request])).bytes);
  }

  // Curves of an answer of /api/series, ready to draw. `answer` is copied, not moved.
  async drawSeries(answer: Uint8Array, options: DrawOptions): Promise<Curve[]> {
    const head = new RequestWriter()
      .u32(smoothings.indexOf(options.smoothing))
      .u32(options.logY ? 1 : 0)
      .u32(options.points)
      .u32(0)
      .f64(options.strength)
      .f64(options.xSpan)
      .take();
    return readCurves((await this.#call(op.drawSeries, [head, answer], false)).bytes);
  }

  #call(
    which: number,
    parts: readonly Uint8Array[],
    move = true,
  ): Promise<{ status: number; bytes: ArrayBuffer }> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const transfer = move ? parts.map((part) => part.buffer as ArrayBuffer) : [];
      this.port.post({ id, op: which, parts }, transfer);
    });
  }

  #receive(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('trap' in reply) {
      waiting?.reject(new CoreError('internal', reply.trap));
      this.onrestart?.();
    } else if (reply.status === 1) {
      const error = new ReplyReader(reply.bytes);
      waiting?.reject(new CoreError(error.text(), error.text()));
    } else {
      waiting?.resolve(reply);
    }
  }
}
