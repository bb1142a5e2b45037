// SPDX-License-Identifier: Apache-2.0
import type en from '../en/authorize';
import type { Texts } from '../keys';

export default {
  title: '连接脚本',
  text: '`wandb login` 正在等待密钥。有了它，那台机器上的脚本将以 {name} 的身份在此记录运行。',
  make: '创建并显示密钥',
  wrongPlace: '如果没有任何程序让您来到这里，请离开此页；按下按钮之前不会创建密钥。',
  keyName: '{date} 的 wandb login',
  next: '下一步',
  nextText: '将其粘贴到 `wandb login` 的提示处并按 Enter。终端不会显示您粘贴的内容。',
  orShell: '或仅在某个 shell 中设置：',
  allKeys: '您的所有密钥',
} satisfies Texts<typeof en>;
