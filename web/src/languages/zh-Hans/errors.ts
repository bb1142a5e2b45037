// SPDX-License-Identifier: Apache-2.0
import type en from '../en/errors';
import type { Texts } from '../keys';

export default {
  title: '操作未完成',
  badRequest: '服务器无法理解该请求：{detail}',
  unauthenticated: '会话已结束，请重新登录。',
  forbidden: '您无权执行此操作：{detail}',
  notFound: '它不存在，或者您无权查看。',
  conflict: '与已保存的内容冲突：{detail}',
  gone: '它已被删除。',
  tooLarge: '内容过大：{detail}',
  unsupported: '此服务器不支持该操作：{detail}',
  rateLimited: '尝试次数过多，请稍后再试。',
  diskFull: '服务器磁盘已满，没有任何更改。',
  unavailable: '服务器正在启动、停止或繁忙，请稍后再试。',
  internal: '服务器出错：{detail}',
  unreachable: '无法连接服务器。服务器可能已停止，或网络已断开。',
  unreadable: '无法读取响应。它可能在本页面与服务器之间被更改。',
  page: '此页面出现故障并已停止，其余部分仍可使用。',
  chunk: '页面的一部分无法加载。',
  chunkText: '服务器可能已更新或暂时不可用，请重新加载页面。',
  reload: '重新加载',
} satisfies Texts<typeof en>;
