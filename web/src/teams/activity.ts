// SPDX-License-Identifier: Apache-2.0
import type { ActivityItem } from '../connection/types';

export interface ActivityLine {
  readonly item: ActivityItem;
  // How many more joined right before.
  readonly others: number;
}

// People who joined one after the other stand in one line, with the last of them.
export function activityLines(items: readonly ActivityItem[]): ActivityLine[] {
  const lines: ActivityLine[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (item.what === 'joined' && last?.item.what === 'joined')
      lines[lines.length - 1] = { ...last, others: last.others + 1 };
    else lines.push({ item, others: 0 });
  }
  return lines;
}
