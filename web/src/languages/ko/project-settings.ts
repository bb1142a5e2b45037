// SPDX-License-Identifier: Apache-2.0
import type en from '../en/project-settings';
import type { Texts } from '../keys';

export default {
  title: '프로젝트 설정',
  settings: '설정',
  name: '이름',
  nameHint:
    '주소의 일부입니다. 다른 프로젝트가 쓰기 전까지 예전 이름도 스크립트와 링크를 이곳으로 연결합니다.',
  description: '설명 (Markdown)',
  save: '저장',
  visibility: '누가 볼 수 있나',
  changeVisibility: '{visibility}(으)로 바꿀까요?',
  people: '프로젝트의 사람',
  peopleText: '여기서 정한 역할이 팀 역할을 대신합니다. 팀에서 보기 전용인 사람은 예외입니다.',
  peopleNone: '추가된 사람이 없습니다. 모두 팀 역할을 그대로 갖습니다.',
  teamRole: '팀에서의 역할',
  here: '여기서의 역할',
  differs: '팀과 다름',
  outsider: '팀에 없음',
  add: '사람 추가',
  addNow: '추가',
  remove: '{person}님을 프로젝트에서 내보내기',
  trash: '최근 삭제한 실행',
  trashText:
    '삭제한 실행은 {n, number}일 동안 복원할 수 있으며, 그 뒤에는 지표, 로그, 파일이 영구히 사라집니다. 아티팩트는 남습니다.',
  trashEmpty: '삭제된 것이 없습니다.',
  deletedThen: '{when} 삭제됨 · {purged} 영구 삭제',
  deletedBy: '{person} 님이 {when} 삭제 · {purged} 영구 삭제',
  restored: '{name}을(를) 복원했습니다',
  danger: '프로젝트 삭제',
  deleteText:
    '실행, 리포트, 아티팩트와 함께 모두에게서 즉시 사라집니다. 완전히 지워지기 전까지 팀 페이지에서 복원할 수 있습니다.',
  deleteTitle: '{name}을(를) 삭제할까요?',
  whoCanHere: '여기서 누가 무엇을 할 수 있나요?',
  action: '작업',
} satisfies Texts<typeof en>;
