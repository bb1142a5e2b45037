// SPDX-License-Identifier: Apache-2.0
import type en from '../en/authorize';
import type { Texts } from '../keys';

export default {
  title: '스크립트 연결',
  text: '`wandb login`이 키를 기다리고 있습니다. 이 키로 그 기기의 스크립트는 {name} 사용자로 여기에 실행을 기록합니다.',
  make: '키를 만들어 표시',
  wrongPlace:
    '여기로 오라는 안내를 받지 않았다면 이 페이지를 닫으세요. 버튼을 누르기 전에는 키가 만들어지지 않습니다.',
  keyName: '{date} wandb login',
  next: '다음 단계',
  nextText:
    '`wandb login`이 묻는 곳에 붙여 넣고 Enter를 누르세요. 터미널에는 붙여 넣은 내용이 보이지 않습니다.',
  orShell: '또는 한 셸에서만 쓰려면:',
  allKeys: '모든 키',
} satisfies Texts<typeof en>;
