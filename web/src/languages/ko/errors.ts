// SPDX-License-Identifier: Apache-2.0
import type en from '../en/errors';
import type { Texts } from '../keys';

export default {
  title: '작업을 완료하지 못했습니다',
  badRequest: '서버가 요청을 이해하지 못했습니다: {detail}',
  unauthenticated: '세션이 끝났습니다. 다시 로그인하세요.',
  forbidden: '이 작업을 할 권한이 없습니다: {detail}',
  notFound: '존재하지 않거나 볼 수 없는 항목입니다.',
  conflict: '저장된 내용과 충돌합니다: {detail}',
  gone: '삭제된 항목입니다.',
  tooLarge: '너무 큽니다: {detail}',
  unsupported: '이 서버가 지원하지 않는 작업입니다: {detail}',
  rateLimited: '시도 횟수가 너무 많습니다. 잠시 후 다시 시도하세요.',
  diskFull: '서버의 디스크가 가득 찼습니다. 변경된 내용은 없습니다.',
  unavailable: '서버가 시작 중이거나 종료 중이거나 바쁩니다. 잠시 후 다시 시도하세요.',
  internal: '서버에서 오류가 발생했습니다: {detail}',
  unreachable: '서버에 연결할 수 없습니다. 서버가 멈췄거나 네트워크가 끊겼을 수 있습니다.',
  unreadable: '응답을 읽을 수 없습니다. 이 페이지와 서버 사이에서 내용이 바뀌었을 수 있습니다.',
  page: '이 페이지에 문제가 생겨 멈췄습니다. 다른 곳은 계속 쓸 수 있습니다.',
  chunk: '페이지의 일부를 불러오지 못했습니다.',
  chunkText: '서버가 업데이트되었거나 연결되지 않을 수 있습니다. 페이지를 다시 불러오세요.',
  reload: '다시 불러오기',
} satisfies Texts<typeof en>;
