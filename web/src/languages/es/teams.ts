// SPDX-License-Identifier: Apache-2.0
import type en from '../en/teams';
import type { Texts } from '../keys';

export default {
  projectCount: '{count, plural, one {# proyecto} other {# proyectos}}',
  runningCount: '{count, number} en curso',
  empty: 'Aún no hay proyectos',
  emptyText: 'Un proyecto aparece con la primera ejecución que se registra en él.',
} satisfies Texts<typeof en>;
