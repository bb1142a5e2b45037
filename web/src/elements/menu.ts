// SPDX-License-Identifier: Apache-2.0
import type { IconName } from './icons';

export interface MenuAction {
  readonly label: string;
  readonly run?: () => void;
  readonly href?: string;
  readonly icon?: IconName;
  // Shown at the right, e.g. "E" or "Ctrl+K".
  readonly keys?: string;
  readonly danger?: boolean;
  // Why it cannot be used now; shown below the label.
  readonly refused?: string | undefined;
  // One of a group of choices, or a switch.
  readonly checked?: boolean;
}

export interface MenuHeading {
  readonly heading: string;
}

export type MenuItem = MenuAction | MenuHeading | 'line';

export function isAction(item: MenuItem): item is MenuAction {
  return item !== 'line' && 'label' in item;
}

// Where the focus goes: the next one in the direction, round the ends, or -1 when there is none.
export function step(count: number, from: number, by: number): number {
  if (count === 0) return -1;
  if (from === -1) return by > 0 ? 0 : count - 1;
  return (from + by + count) % count;
}

// The next label that begins with what was typed, after `from`, round the end. One letter typed
// again and again goes through all that begin with it.
export function typeAhead(labels: readonly string[], from: number, typed: string): number {
  const all = [...typed].every((char) => char === typed[0]);
  const sought = (all ? typed.charAt(0) : typed).toLocaleLowerCase();
  const first = all ? from + 1 : Math.max(from, 0);
  for (let i = 0; i < labels.length; i++) {
    const at = (first + i) % labels.length;
    if (labels[at]?.toLocaleLowerCase().startsWith(sought) === true) return at;
  }
  return -1;
}
