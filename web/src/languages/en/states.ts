// SPDX-License-Identifier: Apache-2.0
export default {
  pending: 'pending',
  running: 'running',
  finished: 'finished',
  failed: 'failed',
  crashed: 'crashed',
  killed: 'killed',
  preempting: 'preempting',
  preempted: 'preempted',
} as const;
