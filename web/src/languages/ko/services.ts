// SPDX-License-Identifier: Apache-2.0
import type en from '../en/services';
import type { Texts } from '../keys';

export default {
  title: '서비스 계정',
  text: 'CI, 야간 학습, 공용 장비처럼 사람 없이 도는 작업을 위한 계정입니다. 팀의 멤버이며 로그인할 수 없습니다.',
  none: '서비스 계정이 없습니다',
  noneText: '작업을 만든 사람이 떠나도 작업이 계속됩니다.',
  create: '새 서비스 계정',
  descriptionHint: '용도를 적으세요.',
  keys: '키',
  keysOf: '{name}의 키',
  noKeysText: '작업이 이 계정으로 기록하려면 키가 필요합니다.',
  attribution: '작업을 시작한 사람',
  delete: '삭제',
  deleteNamed: '{name} 삭제',
  deleteTitle: '서비스 계정 {name}을(를) 삭제할까요?',
  deleteText:
    '키가 즉시 중지되어 이를 쓰는 작업은 더 이상 기록하거나 읽을 수 없습니다. 실행은 남습니다. 되돌릴 수 없으며 이름은 계속 점유됩니다.',
  deleteForGood: '영구 삭제',
} satisfies Texts<typeof en>;
