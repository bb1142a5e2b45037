// SPDX-License-Identifier: Apache-2.0
import type en from '../en/offline';
import type { Texts } from '../keys';

export default {
  title: '离线数据',
  text: '此浏览器保存的内容，供没有连接时继续使用。退出登录时会清除。',
  contents: '保存的内容',
  counts: '{teams, number} 个团队，{projects, number} 个项目，{people, number} 个用户',
  size: '此设备上的占用（含页面本身）',
  staying: '磁盘空间不足时',
  persisted: '浏览器会保留',
  notPersisted: '浏览器可能会清除',
  contact: '上次联系服务器',
  shownFor: '失去联系后可展示',
  waiting: '等待中的更改',
  export: '导出更改',
  clear: '全部清除',
  clearTitle: '清除此处保存的内容？',
  clearText: '服务器上不会丢失任何内容。页面会重新开始并加载所需内容；在此之前需要连接才能打开。',
  clearLoses: '{n, plural, other {# 项未经服务器确认的更改将永久丢失。}}',
} satisfies Texts<typeof en>;
