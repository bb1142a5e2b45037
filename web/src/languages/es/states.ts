// SPDX-License-Identifier: Apache-2.0
import type en from '../en/states';
import type { Texts } from '../keys';

export default {
  pending: 'pendiente',
  running: 'en curso',
  finished: 'terminado',
  failed: 'fallido',
  crashed: 'caído',
  killed: 'detenido',
  preempting: 'desalojando',
  preempted: 'desalojado',
} satisfies Texts<typeof en>;
