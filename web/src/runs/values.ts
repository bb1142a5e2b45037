// SPDX-License-Identifier: Apache-2.0

// Config and summary values as trees, lists and text to copy.

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A value on one line.
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return toJson(value);
}

export interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

// Every value with its path; objects are opened, lists stay whole. Empty objects are values.
export function leaves(tree: Tree, path: readonly string[] = []): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = [...path, key];
    const inner = isTree(value) && Object.keys(value).length > 0 && !('_type' in value);
    return inner ? leaves(value, here) : [{ path: here, value }];
  });
}

// JSON with NaN and Infinity bare and large integers whole, as it came.
export function toJson(value: unknown, indent = '', step = ''): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = indent + step;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((each) => toJson(each, inner, step))
    : Object.entries(value).map(
        ([key, each]) => `${JSON.stringify(key)}: ${toJson(each, inner, step)}`,
      );
  if (parts.length === 0) return open + close;
  if (step === '') return `${open}${parts.join(', ')}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

function numberText(value: number): string {
  return Number.isFinite(value)
    ? String(value)
    : Number.isNaN(value)
      ? 'NaN'
      : value > 0
        ? 'Infinity'
        : '-Infinity';
}

export function toPython(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? String(value)
      : `float("${numberText(value).toLowerCase().replace('infinity', 'inf')}")`;
  }
  // JSON strings are Python strings, except for lone surrogates, which neither can write out.
  if (typeof value === 'string') return JSON.stringify(value);
  const inner = `${indent}    `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (Array.isArray(value))
    return open + value.map((each) => toPython(each, inner)).join(', ') + close;
  const parts = Object.entries(value).map(
    ([key, each]) => `${inner}${JSON.stringify(key)}: ${toPython(each, inner)},`,
  );
  return parts.length === 0 ? '{}' : `${open}\n${parts.join('\n')}\n${indent}${close}`;
}

export function toYaml(value: unknown, indent = ''): string {
  if (isTree(value) && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, each]) => `${indent}${yamlText(key)}:${yamlAfter(each, indent)}`)
      .join('\n');
  }
  if (Array.isArray(value) && value.length > 0) {
    return value.map((each: unknown) => `${indent}-${yamlAfter(each, indent)}`).join('\n');
  }
  return indent + yamlScalar(value);
}

function yamlAfter(value: unknown, indent: string): string {
  const nested =
    (isTree(value) && Object.keys(value).length > 0) || (Array.isArray(value) && value.length > 0);
  return nested ? `\n${toYaml(value, `${indent}  `)}` : ` ${yamlScalar(value)}`;
}

function yamlScalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  }
  return typeof value === 'string' ? yamlText(value) : toJson(value);
}

// Plain where YAML takes it for a string, else quoted; JSON strings are YAML strings.
function yamlText(text: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_./ -]*$/u.test(text) && !text.endsWith(' ');
  const meansElse = /^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return plain && !meansElse ? text : JSON.stringify(text);
}
