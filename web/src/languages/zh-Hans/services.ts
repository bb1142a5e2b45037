// SPDX-License-Identifier: Apache-2.0
import type en from '../en/services';
import type { Texts } from '../keys';

export default {
  title: '服务账户',
  text: '用于无人值守的任务：CI、夜间训练、共享机器。它们是团队成员，没有人以其身份登录。',
  none: '还没有服务账户',
  noneText: '有了它，即使设置任务的人离开，任务也能继续。',
  create: '新建服务账户',
  descriptionHint: '它的用途。',
  keys: '密钥',
  keysOf: '{name} 的密钥',
  noKeysText: '任务需要密钥才能以此账户记录。',
  attribution: '启动任务的人',
  delete: '删除',
  deleteNamed: '删除 {name}',
  deleteTitle: '删除服务账户 {name}？',
  deleteText:
    '其密钥立即失效，使用它们的任务将无法再记录或读取。其运行会保留。此操作不可撤销，名称仍被占用。',
  deleteForGood: '永久删除',
} satisfies Texts<typeof en>;
