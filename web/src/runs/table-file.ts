// SPDX-License-Identifier: Apache-2.0
import { parseJson } from './loose-json';

// A logged table file: {"columns": […], "data": [[…]…]}; a media cell is an object with a path.
export interface TableFile {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export function readTable(text: string): TableFile | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { columns, data } = value as { columns?: unknown; data?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined;
  return {
    columns: columns.map(String),
    rows: data.filter((row): row is unknown[] => Array.isArray(row)),
  };
}

// Comma or tab separated text with quotes.
export function readSeparated(text: string, separator: string, rowsMax: number): TableFile {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length && rows.length <= rowsMax; i++) {
    const char = text.charAt(i);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') field += text.charAt(i++);
      else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator || char === '\n') {
      row.push(field.replace(/\r$/, ''));
      field = '';
      if (char === '\n') {
        rows.push(row);
        row = [];
      }
    } else field += char;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  const [columns = [], ...others] = rows;
  return { columns, rows: others };
}

// The image of a cell, or undefined.
export function cellImage(cell: unknown): string | undefined {
  if (typeof cell !== 'object' || cell === null) return undefined;
  const { _type: type, path } = cell as { _type?: unknown; path?: unknown };
  return type === 'image-file' && typeof path === 'string' ? path : undefined;
}
