// SPDX-License-Identifier: Apache-2.0
import type en from '../en/teams';
import type { Texts } from '../keys';

export default {
  projectCount: '프로젝트 {count, number}개',
  runningCount: '{count, number}개 실행 중',
  empty: '아직 프로젝트가 없습니다',
  emptyText: '첫 실행이 기록되면 프로젝트가 생깁니다.',
} satisfies Texts<typeof en>;
