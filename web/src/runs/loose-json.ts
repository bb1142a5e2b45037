// SPDX-License-Identifier: Apache-2.0

// JSON as Python writes it: NaN and Infinity may stand bare, and integers may be larger than a
// double can hold. Such integers become bigint.

const token = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const unusual = /^(?:-?NaN|-?Infinity|-?\d{16,})$/;
const mark = '\u0000';

// undefined when it is no JSON.
export function parseJson(text: string): unknown {
  const strict = text.replace(token, (found) =>
    unusual.test(found) ? `"\\u0000${found}"` : found,
  );
  try {
    return JSON.parse(strict, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(mark) ? special(value.slice(1)) : value,
    );
  } catch {
    return undefined;
  }
}

function special(text: string): number | bigint | string {
  if (text === 'NaN') return NaN;
  if (text === 'Infinity') return Infinity;
  if (text === '-Infinity') return -Infinity;
  if (!/^-?\d+$/.test(text)) return mark + text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
