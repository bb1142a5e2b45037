// SPDX-License-Identifier: Apache-2.0
import type en from '../en/join';
import type { Texts } from '../keys';

export default {
  title: '초대',
  heading: '{team} 참여',
  byAs: '{inviter}님이 {team} 팀에 {role} 역할로 초대했습니다.',
  asRole: '{team} 팀에 {role} 역할로 초대되었습니다.',
  until: '{date}까지 유효합니다.',
  gone: '더 이상 유효하지 않은 초대입니다',
  goneText: '취소되었거나 이미 수락되었거나 만료되었습니다. 초대한 사람에게 새 초대를 요청하세요.',
  failed: '초대를 불러오지 못했습니다',
  forUser: '{user} 사용자를 위한 초대입니다. 수락하려면 {user}(으)로 로그인하세요.',
  haveAccount: '이미 계정이 있나요?',
  youAre: '{name}(으)로 로그인되어 있습니다',
  accept: '팀에 참여',
  inside: '이미 이 팀의 멤버입니다.',
  open: '팀 열기',
  notForYou: '이 계정으로는 이 초대를 수락할 수 없습니다.',
  other: '로그아웃하고 다른 계정 사용',
  nameHint: '영문자, 숫자, 하이픈, 밑줄 1~64자. 나중에 바꿀 수 없습니다.',
  nameReserved: '예약된 이름입니다. 다른 이름을 고르세요.',
  nameTaken: '{name}은(는) 이미 사용 중입니다.',
  signUp: '계정을 만들고 참여',
  copy: '링크 복사',
  copyOf: '링크 복사: {person}의 초대',
  copied: '{person}의 링크를 복사했습니다. 링크를 여는 사람은 참여할 수 있습니다.',
} satisfies Texts<typeof en>;
