// SPDX-License-Identifier: Apache-2.0
import type { ConsoleLine } from '../connection/types';
import { parseAnsi, plainText, type Piece } from './ansi';

export interface MarkedPiece extends Piece {
  // Found by the search.
  readonly marked: boolean;
}

// Longer lines are cut on the page; copying and downloading gives them whole.
export const shownMax = 5000;

// A line as it was printed, for people. Machines that share a run write their label before it.
export function lineText(line: Pick<ConsoleLine, 'label' | 'text'>): string {
  const text = plainText(line.text);
  return line.label === '' ? text : `[${line.label}] ${text}`;
}

// What the search looks for, for marking it; the daemon decides which lines match. undefined when
// this browser reads the expression differently or not at all.
export function searchPattern(search: string, regex: boolean): RegExp | undefined {
  if (search === '') return undefined;
  const source = regex ? search : search.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  try {
    return new RegExp(source, 'giu');
  } catch {
    return undefined;
  }
}

// The pieces of a line with what the pattern finds split off.
export function markedPieces(text: string, pattern: RegExp | undefined): MarkedPiece[] {
  const pieces = parseAnsi(text.slice(0, shownMax));
  if (pattern === undefined) return pieces.map((piece) => ({ ...piece, marked: false }));
  const plain = pieces.map((piece) => piece.text).join('');
  const cuts = [...plain.matchAll(pattern)]
    .slice(0, 200)
    .map((found) => [found.index, found.index + found[0].length] as const)
    .filter(([from, to]) => to > from);
  const marked: MarkedPiece[] = [];
  let at = 0;
  for (const piece of pieces) {
    let from = 0;
    const push = (to: number, isMarked: boolean): void => {
      if (to > from) marked.push({ ...piece, text: piece.text.slice(from, to), marked: isMarked });
      from = Math.max(from, to);
    };
    for (const [start, end] of cuts) {
      if (end <= at || start >= at + piece.text.length) continue;
      push(Math.max(0, start - at), false);
      push(Math.min(piece.text.length, end - at), true);
    }
    push(piece.text.length, false);
    at += piece.text.length;
  }
  return marked;
}

// Lines as people number them, from 1: "12" or "12-40".
export interface Lines {
  readonly first: number;
  readonly last: number;
}

export function readLines(text: string): Lines | undefined {
  const found = /^L?(\d{1,12})(?:-L?(\d{1,12}))?$/.exec(text);
  if (found === null) return undefined;
  const a = Number(found[1]);
  const b = Number(found[2] ?? found[1]);
  const [first, last] = a <= b ? [a, b] : [b, a];
  return first < 1 ? undefined : { first, last };
}

export function linesText(lines: Lines): string {
  const first = String(lines.first);
  return lines.first === lines.last ? first : `${first}-${String(lines.last)}`;
}
