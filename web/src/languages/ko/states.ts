// SPDX-License-Identifier: Apache-2.0
import type en from '../en/states';
import type { Texts } from '../keys';

export default {
  pending: '대기 중',
  running: '실행 중',
  finished: '완료',
  failed: '실패',
  crashed: '비정상 종료',
  killed: '강제 종료',
  preempting: '선점 중',
  preempted: '선점됨',
} satisfies Texts<typeof en>;
