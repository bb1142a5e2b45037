// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { worse } from '../../src/frame/connection-state';

test('of two connections the worse one is shown', () => {
  expect(worse('live', 'live')).toBe('live');
  expect(worse('live', 'connecting')).toBe('connecting');
  expect(worse('offline', 'reconnecting')).toBe('offline');
  expect(worse('signed_out', 'offline')).toBe('signed_out');
});
