// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readMetrics } from '../../src/admin/metrics-text';

test('figures are read from the text that the daemon gives', () => {
  const text = `# HELP ensemble_http_requests_total Requests answered
# TYPE ensemble_http_requests_total counter
ensemble_http_requests_total{route="/api/runs/{team}/{project}/{run}",status="2xx"} 40
ensemble_http_requests_total{route="/api/audit",status="5xx"} 2
ensemble_connections{kind="live"} 3
ensemble_connections{kind="http"} 5
process_resident_memory_bytes 2.7316224e+07
`;
  expect(readMetrics(text)).toEqual({
    memory_bytes: 27_316_224,
    connections: 5,
    sockets: 3,
    requests: 42,
    failures: 2,
  });
});

test('a daemon that tells nothing has nothing to show', () => {
  expect(readMetrics('')).toMatchObject({ memory_bytes: 0, requests: 0 });
});
