// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { ActivityItem } from '../../src/connection/types';
import { activityLines } from '../../src/teams/activity';

const joined = (person: string): ActivityItem => ({ what: 'joined', at_ms: 1, person });
const made = (project: string): ActivityItem => ({
  what: 'project_made',
  at_ms: 1,
  person: 'ana',
  project,
});

test('people who join one after the other stand in one line, with the last of them', () => {
  const lines = activityLines([joined('dina'), joined('chen'), made('digits'), joined('bo')]);
  expect(lines.map(({ item, others }) => [item.person, item.project, others])).toEqual([
    ['dina', undefined, 1],
    ['ana', 'digits', 0],
    ['bo', undefined, 0],
  ]);
});

test('projects that were made one after the other keep a line each', () => {
  expect(activityLines([made('a'), made('b')])).toHaveLength(2);
});
