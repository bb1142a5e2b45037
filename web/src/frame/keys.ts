// SPDX-License-Identifier: Apache-2.0

// Matching of key presses with shortcuts such as "Ctrl+K", "Shift+ArrowDown", "?", "g h".

export interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

// What the key means on a Latin keyboard: the letter itself, or the position of the key when the
// layout writes another script ("ㅏ" on KeyK is "k").
export function latinKey(press: Pick<Press, 'key' | 'code'>): string {
  if (press.key.length > 1) return press.key;
  if (press.key >= ' ' && press.key <= '~') return press.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  return /^Digit(\d)$/.exec(press.code)?.[1] ?? press.key;
}

// An input method is at work: no key is ours.
export function composing(press: Pick<Press, 'isComposing' | 'keyCode' | 'key'>): boolean {
  return press.isComposing || press.keyCode === 229 || press.key === 'Process';
}

// Whether one press is one step of a shortcut. Ctrl stands for ⌘ as well.
export function matchesStep(press: Press, step: string): boolean {
  if (composing(press)) return false;
  const parts = step === '+' ? ['+'] : step.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  if ((press.ctrlKey || press.metaKey) !== wants('Ctrl')) return false;
  if (press.altKey !== wants('Alt')) return false;
  // Signs such as "?" need Shift on some layouts and not on others.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && press.shiftKey !== wants('Shift')) return false;
  return latinKey(press) === (key.length === 1 ? key.toLowerCase() : key);
}

// A letter or sign without Ctrl or Alt: not while something is typed, and only when allowed.
export function singleKey(keys: string): boolean {
  return keys.split(' ').some((step) => !/^(Ctrl|Alt)\+/.test(step) && step.length === 1);
}

// Keys that mean something to the element in focus.
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  const untyped = ['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'color'];
  return target instanceof HTMLInputElement && !untyped.includes(target.type);
}

export const sequence_ms = 1200;

// Follows presses through shortcuts of several steps.
export class Sequence {
  #steps: string[] = [];
  #until = 0;

  // The index of the shortcut that this press completes, −1 for none, or 'begun' when it is the
  // start of a longer one.
  press(press: Press, shortcuts: readonly string[], now_ms: number): number | 'begun' {
    if (now_ms > this.#until) this.#steps = [];
    const at = this.#steps.length;
    const alive = (keys: string): boolean => {
      const steps = keys.split(' ');
      const step = steps[at];
      return (
        step !== undefined &&
        this.#steps.every((done, i) => steps[i] === done) &&
        matchesStep(press, step)
      );
    };
    const complete = shortcuts.findIndex(
      (keys) => keys.split(' ').length === at + 1 && alive(keys),
    );
    if (complete !== -1) {
      this.#steps = [];
      return complete;
    }
    const longer = shortcuts.find(alive);
    if (longer !== undefined) {
      this.#steps.push(longer.split(' ')[at] ?? '');
      this.#until = now_ms + sequence_ms;
      return 'begun';
    }
    const restarts = at > 0 && !['Shift', 'Control', 'Alt', 'Meta'].includes(press.key);
    if (!restarts) return -1;
    this.#steps = [];
    return this.press(press, shortcuts, now_ms);
  }
}
