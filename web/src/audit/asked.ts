// SPDX-License-Identifier: Apache-2.0
import type { AuditQuery } from '../connection/types';

// Filters of the log as they stand in the address: person, action, from, to, refused.

const day = /^\d{4}-\d{2}-\d{2}$/;

// The first moment of a day where the person is; undefined when there is no such day.
function begin(text: string, later_days: number): number | undefined {
  if (!day.test(text)) return undefined;
  const at = new Date(`${text}T00:00`);
  at.setDate(at.getDate() + later_days);
  return Number.isNaN(at.getTime()) ? undefined : at.getTime();
}

export function askedOf(query: URLSearchParams, team: string | undefined): AuditQuery {
  const text = (name: string): string => query.get(name) ?? '';
  const given = (name: string): string | undefined => text(name) || undefined;
  return {
    team,
    actor: given('person'),
    name: given('action'),
    from_ms: begin(text('from'), 0),
    // The last day counts whole.
    to_ms: begin(text('to'), 1),
    refusals: text('refused') === '1',
  };
}
