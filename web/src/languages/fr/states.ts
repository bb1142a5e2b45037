// SPDX-License-Identifier: Apache-2.0
import type en from '../en/states';
import type { Texts } from '../keys';

export default {
  pending: 'en attente',
  running: 'en cours',
  finished: 'terminé',
  failed: 'échoué',
  crashed: 'planté',
  killed: 'tué',
  preempting: 'préemption',
  preempted: 'préempté',
} satisfies Texts<typeof en>;
