// SPDX-License-Identifier: Apache-2.0
import { parseJson } from './loose-json';
import { isTree, leaves, valueText, type Leaf, type Tree } from './values';

// A tree of values as rows of a list.

export interface ValueRow {
  // Unique within the tree.
  readonly id: string;
  readonly path: readonly string[];
  readonly key: string;
  readonly depth: number;
  readonly value: unknown;
  // How many values it holds when it can be opened, else undefined.
  readonly size: number | undefined;
  readonly open: boolean;
}

export interface RowOptions {
  readonly search: string;
  // Ids of rows that are not as they usually are.
  readonly toggled: ReadonlySet<string>;
  // Whether a row is open without being asked for.
  readonly opens: (depth: number, size: number, value: unknown) => boolean;
  // Whether the items of lists are rows.
  readonly lists: boolean;
}

// The values of a run's config or summary by name, without what the client keeps there for itself.
// What else it adds, such as _step, comes last.
export function readTree(text: string, compare?: (a: string, b: string) => number): Tree {
  const value = parseJson(text);
  if (!isTree(value)) return {};
  const entries = Object.entries(value).filter(([key]) => key !== '_wandb');
  if (compare !== undefined) {
    const added = (key: string): number => (key.startsWith('_') ? 1 : 0);
    entries.sort(([a], [b]) => added(a) - added(b) || compare(a, b));
  }
  return Object.fromEntries(entries);
}

// The kind of a logged object such as an image or a table.
export function mediaType(value: unknown): string | undefined {
  const type = isTree(value) ? value['_type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}

// Values of people by name, then logged objects, then what the client adds, such as _step.
export function excerpt(tree: Tree, compare: (a: string, b: string) => number): Leaf[] {
  const rank = (leaf: Leaf): number =>
    leaf.path[0]?.startsWith('_') === true ? 2 : mediaType(leaf.value) === undefined ? 0 : 1;
  const name = (leaf: Leaf): string => leaf.path.join('.');
  return leaves(tree).sort((a, b) => rank(a) - rank(b) || compare(name(a), name(b)));
}

function inside(value: unknown, lists: boolean): [string, unknown][] | undefined {
  if (Array.isArray(value)) {
    const nested = lists || value.some((item) => typeof item === 'object' && item !== null);
    if (!nested || value.length === 0) return undefined;
    return value.map((item, i) => [String(i), item as unknown]);
  }
  if (!isTree(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length === 0 ? undefined : entries;
}

// With a search, only what matches by path or value is there, with all that leads to it, opened.
export function valueRows(tree: unknown, options: RowOptions): ValueRow[] {
  const search = options.search.trim().toLowerCase();
  const rows: ValueRow[] = [];
  const visit = (entries: readonly [string, unknown][], path: readonly string[]): boolean => {
    let found = false;
    for (const [key, value] of entries) {
      const here = [...path, key];
      const id = here.join('\u0000');
      const own = matches(here, search);
      const content = inside(value, options.lists);
      const at = rows.length;
      const usual = content !== undefined && options.opens(path.length, content.length, value);
      const open = content !== undefined && (search !== '' || usual !== options.toggled.has(id));
      rows.push({ id, path: here, key, depth: path.length, value, size: content?.length, open });
      let kept = own || (content === undefined && textMatches(value, search));
      if (content !== undefined && open) kept = visit(content, here) || kept;
      if (!kept) rows.length = at;
      found ||= kept;
    }
    return found;
  };
  visit(inside(tree, true) ?? [], []);
  return rows;
}

function matches(path: readonly string[], search: string): boolean {
  return search === '' || path.join('.').toLowerCase().includes(search);
}

function textMatches(value: unknown, search: string): boolean {
  return search !== '' && valueText(value).toLowerCase().includes(search);
}
