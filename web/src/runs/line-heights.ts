// SPDX-License-Identifier: Apache-2.0

// Where the lines of a long text stand when some are higher than usual. Heights are learned as
// lines are shown; every other line counts as one row. Only learned lines take memory.

const blockLines = 512;

export class LineHeights {
  count = 0;
  #row_px: number;
  readonly #extra = new Map<number, number>(); // line → pixels above one row
  readonly #blocks = new Map<number, number>(); // block → sum of its lines' extra
  #sum = 0;

  constructor(row_px: number) {
    this.#row_px = row_px;
  }

  get total_px(): number {
    return this.count * this.#row_px + this.#sum;
  }

  // Forgets what was learned, e.g. after the width changed.
  reset(): void {
    this.#extra.clear();
    this.#blocks.clear();
    this.#sum = 0;
  }

  // True when it changes anything.
  learn(line: number, height_px: number): boolean {
    const extra = Math.max(0, height_px - this.#row_px);
    const change = extra - (this.#extra.get(line) ?? 0);
    if (Math.abs(change) < 0.5) return false;
    this.#extra.set(line, extra);
    const block = Math.floor(line / blockLines);
    this.#blocks.set(block, (this.#blocks.get(block) ?? 0) + change);
    this.#sum += change;
    return true;
  }

  top(line: number): number {
    const block = Math.floor(line / blockLines);
    let top = line * this.#row_px;
    if (this.#sum === 0) return top;
    for (const [each, extra] of this.#blocks) if (each < block) top += extra;
    for (let i = block * blockLines; i < line; i++) top += this.#extra.get(i) ?? 0;
    return top;
  }

  // The line at a place; the last one below the end.
  at(top_px: number): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.top(middle) <= top_px) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
