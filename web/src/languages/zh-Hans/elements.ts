// SPDX-License-Identifier: Apache-2.0
import type en from '../en/elements';
import type { Texts } from '../keys';

export default {
  copy: '复制',
  copied: '已复制',
  copyFailed: '浏览器不允许复制。请选中文本后手动复制。',
  close: '关闭',
  undo: '撤销',
  cancel: '取消',
  retry: '重试',
  noMatch: '没有匹配项',
  notifications: '消息',
} satisfies Texts<typeof en>;
