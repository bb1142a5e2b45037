// SPDX-License-Identifier: Apache-2.0
import { ReplyReader } from './messages';

// One curve as it is drawn. All arrays have one length; a gap is an entry whose mean is NaN.
export interface Curve {
  readonly run: number;
  readonly key: number; // index into the keys that were asked for
  readonly exact: boolean; // the daemon sent every point
  readonly together: boolean; // some entries stand for several points
  readonly points: number;
  readonly notFinite: number;
  readonly dropped: number; // not positive, on a logarithmic axis
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number; // of what is drawn; NaN when nothing is
  readonly yMax: number;
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly line: Float32Array; // smoothed
  readonly count: Uint32Array;
  readonly markX: Float64Array;
  readonly markKind: Uint32Array; // 0 NaN, 1 above, 2 below
}

export function readCurves(bytes: ArrayBuffer): Curve[] {
  const reply = new ReplyReader(bytes);
  const curves = reply.u32();
  reply.u32();
  return Array.from({ length: curves }, () => readCurve(reply));
}

function readCurve(reply: ReplyReader): Curve {
  const run = reply.f64();
  const key = reply.u32();
  const flags = reply.u32();
  const points = reply.f64();
  const notFinite = reply.f64();
  const dropped = reply.f64();
  const [xMin, xMax, yMin, yMax] = [reply.f64(), reply.f64(), reply.f64(), reply.f64()];
  const n = reply.u32();
  const marks = reply.u32();
  return {
    run,
    key,
    exact: (flags & 1) !== 0,
    together: (flags & 2) !== 0,
    points,
    notFinite,
    dropped,
    xMin,
    xMax,
    yMin,
    yMax,
    x: reply.f64s(n),
    mean: reply.f64s(n),
    low: reply.f32s(n),
    high: reply.f32s(n),
    line: reply.f32s(n),
    count: reply.u32s(n),
    markX: reply.f64s(marks),
    markKind: reply.u32s(marks),
  };
}
