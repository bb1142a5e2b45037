// SPDX-License-Identifier: Apache-2.0
import type en from '../en/teams';
import type { Texts } from '../keys';

export default {
  projectCount: '{count, plural, one {# projet} other {# projets}}',
  runningCount: '{count, number} en cours',
  empty: 'Pas encore de projet',
  emptyText: 'Un projet apparaît avec le premier run qui y est enregistré.',
} satisfies Texts<typeof en>;
