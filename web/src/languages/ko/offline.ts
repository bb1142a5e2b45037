// SPDX-License-Identifier: Apache-2.0
import type en from '../en/offline';
import type { Texts } from '../keys';

export default {
  title: '오프라인 데이터',
  text: '연결 없이도 계속할 수 있도록 이 브라우저가 보관하는 것입니다. 로그아웃하면 지워집니다.',
  contents: '보관된 내용',
  counts: '팀 {teams, number}개, 프로젝트 {projects, number}개, 사용자 {people, number}명',
  size: '이 기기의 용량 (페이지 포함)',
  staying: '디스크가 가득 차면',
  persisted: '브라우저가 유지합니다',
  notPersisted: '브라우저가 지울 수 있습니다',
  contact: '마지막 서버 연결',
  shownFor: '연결 없이 표시하는 기간',
  waiting: '대기 중인 변경',
  export: '변경 내보내기',
  clear: '모두 지우기',
  clearTitle: '보관된 데이터를 지울까요?',
  clearText:
    '서버에서는 아무것도 사라지지 않습니다. 페이지가 새로 시작해 필요한 것을 불러오며, 그때까지는 연결이 있어야 열립니다.',
  clearLoses: '{n, plural, other {서버가 확인하지 않은 변경 #개가 영구히 사라집니다.}}',
} satisfies Texts<typeof en>;
