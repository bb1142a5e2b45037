// SPDX-License-Identifier: Apache-2.0
import type en from '../en/home';
import type { Texts } from '../keys';

export default {
  failed: '无法加载您的项目',
  stale: '内容可能不是最新的。',
  welcome: '记录您的第一次运行',
  welcomeText: '使用 wandb 的脚本无需改动。告诉它们记录到哪里，然后在这里查看运行。',
  projects: '项目',
  project: '项目',
  runs: '运行',
  running: '运行中',
  changed: '最近更改',
  runCount: '{count, number} 次运行',
  runningNow: '正在运行',
  moreRunning: '以及另外 {count, number} 个',
  lastHeard: '最近消息',
  logRun: '记录一次运行',
  stepShell: '在终端中',
  stepPython: '在脚本中',
  makeKey: '创建密钥',
  makeKeyText: '它会填入上面的命令。密钥可在设置中查看。',
  keyMade: '密钥已填入上面的命令，仅显示这一次。',
  keyName: '设置，{date}',
  waiting: '正在等待第一次运行…',
  arrived: '“{name}”已到达。',
  openRun: '打开',
  knownText: '这是此设备已知的内容。数字和正在运行的任务会在连接后出现。',
} satisfies Texts<typeof en>;
