// SPDX-License-Identifier: Apache-2.0
import type en from '../en/join';
import type { Texts } from '../keys';

export default {
  title: '邀请',
  heading: '加入 {team}',
  byAs: '{inviter} 邀请你以“{role}”身份加入团队 {team}。',
  asRole: '你被邀请以“{role}”身份加入团队 {team}。',
  until: '有效期至 {date}。',
  gone: '此邀请已失效',
  goneText: '它已被撤回、已被接受或已过期。请向邀请你的人索取新的邀请。',
  failed: '无法加载邀请',
  forUser: '此邀请是发给用户 {user} 的。请以 {user} 登录后接受。',
  haveAccount: '已有账户？',
  youAre: '你已登录为 {name}',
  accept: '加入团队',
  inside: '你已在该团队中。',
  open: '打开团队',
  notForYou: '此账户不能接受该邀请。',
  other: '退出并使用其他账户',
  nameHint: '1 到 64 个字母、数字、连字符或下划线，之后不能更改。',
  nameReserved: '该名称为保留名称，请换一个。',
  nameTaken: '名称 {name} 已被占用。',
  signUp: '创建账户并加入',
  copy: '复制链接',
  copyOf: '复制链接：{person} 的邀请',
  copied: '已复制 {person} 的链接。打开它的人都可以加入。',
} satisfies Texts<typeof en>;
