// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'Service accounts',
  text: 'For jobs that run without a person: CI, nightly trainings, shared machines. They are members of the team, and nobody signs in as one.',
  none: 'No service accounts yet',
  noneText: 'With one, a job goes on when the person who set it up leaves.',
  create: 'New service account',
  descriptionHint: 'What it is for.',
  keys: 'Keys',
  keysOf: 'Keys of {name}',
  noKeysText: 'A job needs one to log in the name of this account.',
  attribution: 'who started the job',
  delete: 'Delete',
  deleteNamed: 'Delete {name}',
  deleteTitle: 'Delete the service account {name}?',
  deleteText:
    'Its keys stop at once, and jobs that use them can no longer log or read. Its runs stay. This cannot be undone, and its name stays taken.',
  deleteForGood: 'Delete for good',
} as const;
