// SPDX-License-Identifier: Apache-2.0
import type en from '../en/home';
import type { Texts } from '../keys';

export default {
  failed: '프로젝트를 불러오지 못했습니다',
  stale: '최신 내용이 아닐 수 있습니다.',
  welcome: '첫 실행 기록하기',
  welcomeText:
    'wandb를 쓰는 스크립트를 그대로 사용할 수 있습니다. 기록할 곳을 알려 주고 여기서 실행을 지켜보세요.',
  projects: '프로젝트',
  project: '프로젝트',
  runs: '실행',
  running: '실행 중',
  changed: '마지막 변경',
  runCount: '실행 {count, number}개',
  runningNow: '지금 실행 중',
  moreRunning: '외 {count, number}개',
  lastHeard: '마지막 소식',
  logRun: '실행 기록하기',
  stepShell: '터미널에서',
  stepPython: '스크립트에서',
  makeKey: '키 만들기',
  makeKeyText: '위 명령에 채워집니다. 키는 설정에서 볼 수 있습니다.',
  keyMade: '위 명령에 키가 들어 있습니다. 키는 지금 한 번만 표시됩니다.',
  keyName: '설정, {date}',
  waiting: '첫 실행을 기다리는 중…',
  arrived: '‘{name}’이(가) 도착했습니다.',
  openRun: '열기',
  knownText: '이 기기에 저장된 내용입니다. 수치와 진행 중인 실행은 연결되면 나타납니다.',
} satisfies Texts<typeof en>;
