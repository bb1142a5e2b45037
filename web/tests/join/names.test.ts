// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { nameProblem } from '../../src/join/names';

test.each(['a', 'dee', 'Dee_2-x', 'admin', 'x'.repeat(64)])('%s is a name', (name) => {
  expect(nameProblem(name)).toBeUndefined();
});

test.each(['', 'x'.repeat(65), 'a b', 'dée', 'a/b', 'a.b', '디'])('“%s” is none', (name) => {
  expect(nameProblem(name)).toBe('shape');
});

test.each(['settings', 'Settings', 'join', 'ADMIN-AREA'])('%s is kept for a page', (name) => {
  expect(nameProblem(name)).toBe('reserved');
});
