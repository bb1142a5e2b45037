// SPDX-License-Identifier: Apache-2.0
import type { RunFile } from '../connection/types';

// Files as rows of a tree: folders first, both by name.

export interface FileRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  // undefined for a folder.
  readonly file: RunFile | undefined;
  readonly open: boolean;
  // Of a folder: all files below it.
  readonly files: number;
  readonly bytes: number;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: RunFile[];
  count: number;
  bytes: number;
}

const empty = (): Folder => ({ folders: new Map(), files: [], count: 0, bytes: 0 });

function grow(files: readonly RunFile[]): Folder {
  const root = empty();
  for (const file of files) {
    let at = root;
    const parts = file.name.split('/');
    at.count++;
    at.bytes += file.bytes;
    for (const part of parts.slice(0, -1)) {
      let next = at.folders.get(part);
      if (next === undefined) {
        next = empty();
        at.folders.set(part, next);
      }
      next.count++;
      next.bytes += file.bytes;
      at = next;
    }
    at.files.push(file);
  }
  return root;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

// With a search, the files whose path has it, with their folders opened.
export function fileRows(
  files: readonly RunFile[],
  folded: ReadonlySet<string>,
  search: string,
  compare: (a: string, b: string) => number,
): FileRow[] {
  const wanted = search.trim().toLowerCase();
  const found = files.filter((file) => file.name.toLowerCase().includes(wanted));
  const rows: FileRow[] = [];
  const visit = (folder: Folder, path: string, depth: number): void => {
    for (const name of [...folder.folders.keys()].sort(compare)) {
      const inner = folder.folders.get(name);
      if (inner === undefined) continue;
      const here = path + name;
      const open = wanted !== '' || !folded.has(here);
      const { count, bytes } = inner;
      rows.push({ path: here, name, depth, file: undefined, open, files: count, bytes });
      if (open) visit(inner, `${here}/`, depth + 1);
    }
    for (const file of [...folder.files].sort((a, b) => compare(a.name, b.name))) {
      const name = baseName(file.name);
      const { bytes } = file;
      rows.push({ path: file.name, name, depth, file, open: false, files: 1, bytes });
    }
  };
  visit(grow(found), '', 0);
  return rows;
}
