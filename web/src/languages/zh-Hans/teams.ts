// SPDX-License-Identifier: Apache-2.0
import type en from '../en/teams';
import type { Texts } from '../keys';

export default {
  projectCount: '{count, number} 个项目',
  runningCount: '{count, number} 个运行中',
  empty: '还没有项目',
  emptyText: '记录第一次运行时，项目会自动出现。',
} satisfies Texts<typeof en>;
