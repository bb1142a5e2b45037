// SPDX-License-Identifier: Apache-2.0
import { ApiError, errorFrom } from '../connection/errors';

export interface FileStart {
  readonly bytes: Uint8Array;
  // There is more than was asked for.
  readonly cut: boolean;
}

// The first bytes of a file, at most `max`.
export async function readStart(
  address: string,
  size: number,
  max: number,
  signal: AbortSignal,
): Promise<FileStart> {
  if (size === 0) return { bytes: new Uint8Array(), cut: false };
  const headers: Record<string, string> = size > max ? { Range: `bytes=0-${String(max - 1)}` } : {};
  try {
    const response = await fetch(address, { signal, headers, credentials: 'same-origin' });
    if (!response.ok) {
      throw errorFrom(response.status, await response.text(), response.headers.get('Retry-After'));
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes: bytes.subarray(0, max), cut: size > max };
  } catch (cause) {
    if (cause instanceof ApiError || signal.aborted) throw cause;
    throw new ApiError('unreachable', '', 0);
  }
}
