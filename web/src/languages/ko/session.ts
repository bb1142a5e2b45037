// SPDX-License-Identifier: Apache-2.0
import type en from '../en/session';
import type { Texts } from '../keys';

export default {
  title: '로그인',
  signInTo: 'Ensemble에 로그인',
  publicProject: '공개 프로젝트',
  takePart: '로그인하여 참여',
  signIn: '로그인',
  signingIn: '로그인하는 중…',
  name: '사용자 이름',
  password: '비밀번호',
  showPassword: '비밀번호 표시',
  hidePassword: '비밀번호 숨기기',
  wrong: '사용자 이름과 비밀번호가 맞지 않습니다.',
  askForLink:
    '비밀번호가 없거나 잊으셨나요? 서버에서 `ensembled user link NAME`을 실행하면 로그인 링크가 출력됩니다.',
  linkSpent:
    '이 링크는 만료되었거나 이미 사용되었습니다. 서버에서 `ensembled user link NAME`을 실행해 새 링크를 만드세요.',
  welcome: '{name} 님, 환영합니다',
  choosePassword:
    '로그인되었습니다. 링크는 한 번만 쓸 수 있으니 다음 로그인에 쓸 비밀번호를 정하세요.',
  newPassword: '새 비밀번호',
  passwordHint: '10자 이상. 서로 관련 없는 단어 몇 개를 이어 쓰면 좋습니다.',
  passwordShort: '너무 짧습니다. 10자 이상이어야 합니다.',
  passwordLong: '너무 깁니다. 1,024바이트 이하여야 합니다.',
  saveAndContinue: '저장하고 계속',
  later: '나중에',
} satisfies Texts<typeof en>;
