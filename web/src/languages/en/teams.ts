// SPDX-License-Identifier: Apache-2.0
export default {
  projectCount: '{count, plural, one {# project} other {# projects}}',
  runningCount: '{count, number} running',
  empty: 'No projects yet',
  emptyText: 'A project appears with the first run that is logged to it.',
} as const;
