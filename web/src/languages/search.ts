// SPDX-License-Identifier: Apache-2.0

// Finding by name: case and accents do not matter, and Hangul initials find syllables ("ㅅㅎ" finds
// "실행").

const hangulFirst = 0xac00;
const hangulLast = 0xd7a3;
const syllablesPerInitial = 588;
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

// Each syllable by its initial; everything else as it is.
function initialsOf(text: string): string {
  let result = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    const isSyllable = code >= hangulFirst && code <= hangulLast;
    const initial = Math.floor((code - hangulFirst) / syllablesPerInitial);
    result += isSyllable ? initials.charAt(initial) : char;
  }
  return result;
}

// How well `query` finds `text`: 0 not at all; more is better. Words may stand in any order.
export function score(text: string, query: string): number {
  const folded = fold(text);
  const sought = fold(query).trim();
  if (sought === '') return 1;
  if (folded === sought) return 100;
  let total = 0;
  for (const word of sought.split(/\s+/)) {
    const one = scoreWord(folded, word);
    if (one === 0) return 0;
    total += one;
  }
  return total + (folded.startsWith(sought) ? 20 : 0);
}

function scoreWord(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 10;
  if (at > 0) return /[\s/_.:-]/.test(text.charAt(at - 1)) ? 7 : 4;
  return initialsOf(text).includes(word) ? 5 : 0;
}

export function matches(text: string, query: string): boolean {
  return score(text, query) > 0;
}
