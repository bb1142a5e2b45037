// SPDX-License-Identifier: Apache-2.0
import type en from '../en/elements';
import type { Texts } from '../keys';

export default {
  copy: '복사',
  copied: '복사됨',
  copyFailed: '브라우저가 복사를 허용하지 않았습니다. 텍스트를 선택해 직접 복사하세요.',
  close: '닫기',
  undo: '실행 취소',
  cancel: '취소',
  retry: '다시 시도',
  noMatch: '일치하는 항목 없음',
  notifications: '메시지',
} satisfies Texts<typeof en>;
