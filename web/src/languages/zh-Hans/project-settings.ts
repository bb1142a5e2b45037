// SPDX-License-Identifier: Apache-2.0
import type en from '../en/project-settings';
import type { Texts } from '../keys';

export default {
  title: '项目设置',
  settings: '设置',
  name: '名称',
  nameHint: '是地址的一部分。在其他项目使用旧名称之前，脚本和链接中的旧名称都会指向这里。',
  description: '描述（Markdown）',
  save: '保存',
  visibility: '谁能看到',
  changeVisibility: '更改为“{visibility}”？',
  people: '项目人员',
  peopleText: '此处的设定优先于团队角色，团队中仅查看的人除外。',
  peopleNone: '未添加任何人：每个人在此的权限与在团队中相同。',
  teamRole: '团队中的角色',
  here: '此处的角色',
  differs: '与团队不同',
  outsider: '不在团队中',
  add: '添加人员',
  addNow: '添加',
  remove: '将 {person} 移出项目',
  trash: '最近删除的运行',
  trashText:
    '已删除的运行可在 {n, number} 天内恢复；此后其指标、日志和文件将永久消失，制品会保留。',
  trashEmpty: '没有删除任何内容。',
  deletedThen: '删除于 {when} · {purged}永久清除',
  deletedBy: '{person} 于 {when}删除 · {purged}永久清除',
  restored: '{name} 已恢复',
  danger: '删除项目',
  deleteText: '项目及其运行、报告和制品立即对所有人消失。清除之前可从团队页面恢复。',
  deleteTitle: '删除 {name}？',
  whoCanHere: '谁在这里能做什么？',
  action: '操作',
} satisfies Texts<typeof en>;
