// SPDX-License-Identifier: Apache-2.0
import type en from '../en/states';
import type { Texts } from '../keys';

export default {
  pending: '等待中',
  running: '运行中',
  finished: '已完成',
  failed: '失败',
  crashed: '已崩溃',
  killed: '已终止',
  preempting: '正在被抢占',
  preempted: '已被抢占',
} satisfies Texts<typeof en>;
