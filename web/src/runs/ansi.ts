// SPDX-License-Identifier: Apache-2.0

// Terminal text as pieces with a look. Colours and weights (SGR, ECMA-48 8.3.117) are understood,
// other control sequences are left out. What a carriage return overwrites is gone, as in a
// terminal. The pieces are text only.

export interface Piece {
  readonly text: string;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly struck: boolean;
  readonly inverse: boolean;
  // 0 to 15 of the sixteen, a CSS colour, or undefined for the usual one.
  readonly colour: number | string | undefined;
  readonly background: number | string | undefined;
}

type Look = Omit<Piece, 'text'>;

const usual: Look = {
  bold: false,
  faint: false,
  italic: false,
  underline: false,
  struck: false,
  inverse: false,
  colour: undefined,
  background: undefined,
};

// CSI, OSC (to BEL or ST), other escapes, and control characters but tab and carriage return.
const control =
  // eslint-disable-next-line no-control-regex
  /\u001b\[([0-9;:]*)([ -/]*[@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\^_=>78]?|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g;

interface Cell {
  readonly char: string;
  readonly look: Look;
}

export function parseAnsi(line: string): Piece[] {
  // eslint-disable-next-line no-control-regex
  if (!/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) {
    return line === '' ? [] : [{ text: line, ...usual }];
  }
  const cells: Cell[] = [];
  let look = usual;
  let at = 0;
  const write = (text: string): void => {
    for (const char of text) {
      if (char === '\r') at = 0;
      else cells[at++] = { char, look };
    }
  };
  let from = 0;
  for (const found of line.matchAll(control)) {
    write(line.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[2] === 'm') look = changed(look, found[1] ?? '');
    else if (found[2] === 'K') cells.length = clear(found[1] ?? '', at, cells.length);
    else if (found[0] === '\b') at = Math.max(0, at - 1);
  }
  write(line.slice(from));
  return pieces(cells);
}

// Only "to the end" and "all" are used by progress bars.
function clear(which: string, at: number, length: number): number {
  if (which === '2') return 0;
  return which === '' || which === '0' ? Math.min(at, length) : length;
}

function pieces(cells: readonly (Cell | undefined)[]): Piece[] {
  const all: { text: string; look: Look }[] = [];
  for (let i = 0; i < cells.length; i++) {
    const { char, look } = cells[i] ?? { char: ' ', look: usual };
    const last = all.at(-1);
    if (last?.look === look) last.text += char;
    else all.push({ text: char, look });
  }
  return all.map(({ text, look }) => ({ text, ...look }));
}

function changed(before: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  let look = before;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(i + 1));
      i += used;
      look = code === 38 ? { ...look, colour } : { ...look, background: colour };
    } else look = simple(look, code);
  }
  return look;
}

function simple(look: Look, code: number): Look {
  if (code >= 30 && code <= 37) return { ...look, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...look, colour: code - 82 };
  if (code >= 40 && code <= 47) return { ...look, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...look, background: code - 92 };
  const changes: Readonly<Record<number, Partial<Look>>> = {
    0: usual,
    1: { bold: true },
    2: { faint: true },
    3: { italic: true },
    4: { underline: true },
    7: { inverse: true },
    9: { struck: true },
    22: { bold: false, faint: false },
    23: { italic: false },
    24: { underline: false },
    27: { inverse: false },
    29: { struck: false },
    39: { colour: undefined },
    49: { background: undefined },
  };
  return { ...look, ...changes[code] };
}

// After 38 or 48: "5;n" of 256 colours, "2;r;g;b".
function extended(codes: readonly number[]): { colour: number | string | undefined; used: number } {
  const byte = (i: number): number => Math.max(0, Math.min(255, codes[i] ?? 0));
  if (codes[0] === 2) {
    return { colour: `rgb(${String(byte(1))} ${String(byte(2))} ${String(byte(3))})`, used: 4 };
  }
  return codes[0] === 5 ? { colour: indexed(byte(1)), used: 2 } : { colour: undefined, used: 0 };
}

// The 6 × 6 × 6 cube and the greys of the 256 colours of xterm.
function indexed(index: number): number | string {
  if (index < 16) return index;
  if (index >= 232) {
    const grey = String(8 + (index - 232) * 10);
    return `rgb(${grey} ${grey} ${grey})`;
  }
  const level = (part: number): string => String(part === 0 ? 0 : 55 + part * 40);
  const at = index - 16;
  return `rgb(${level(Math.floor(at / 36))} ${level(Math.floor(at / 6) % 6)} ${level(at % 6)})`;
}

// The line as it can be read: for searching and copying.
export function plainText(line: string): string {
  return parseAnsi(line)
    .map((piece) => piece.text)
    .join('');
}
