// SPDX-License-Identifier: Apache-2.0

// What the page shows of the daemon's own figures, from the text that Prometheus reads.
export interface Measured {
  readonly memory_bytes: number;
  readonly connections: number;
  readonly sockets: number;
  readonly requests: number;
  readonly failures: number; // answered with a status of 500 or more
}

// Values of labels are quoted and can hold braces.
const line = /^([a-zA-Z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})? (\S+)/;

export function readMetrics(text: string): Measured {
  const found = { memory_bytes: 0, connections: 0, sockets: 0, requests: 0, failures: 0 };
  for (const each of text.split('\n')) {
    const [, name, labels = '', digits = ''] = line.exec(each) ?? [];
    const value = Number(digits);
    if (!Number.isFinite(value)) continue;
    if (name === 'process_resident_memory_bytes') found.memory_bytes = value;
    else if (name === 'ensemble_connections') {
      if (labels.includes('kind="http"')) found.connections = value;
      else if (labels.includes('kind="live"')) found.sockets = value;
    } else if (name === 'ensemble_http_requests_total') {
      found.requests += value;
      if (labels.includes('status="5xx"')) found.failures += value;
    }
  }
  return found;
}
