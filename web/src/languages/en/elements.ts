// SPDX-License-Identifier: Apache-2.0
export default {
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text and copy it by hand.',
  close: 'Close',
  undo: 'Undo',
  cancel: 'Cancel',
  retry: 'Try again',
  noMatch: 'No match',
  notifications: 'Messages',
} as const;
