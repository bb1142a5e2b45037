// SPDX-License-Identifier: Apache-2.0

// The part of the ICU message format that the page uses:
//   {name}   {name, number}   {name, plural, =0 {…} one {# run} other {# runs}}
// '#' is the number of the innermost plural. Braces cannot be escaped; no text needs them.

export type Value = string | number;
export type Values = Readonly<Record<string, Value>>;

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly number: boolean }
  | { readonly kind: 'plural'; readonly name: string; readonly branches: Map<string, Part[]> }
  | { readonly kind: 'count' };

export type Message = readonly Part[];

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  // Reads parts until a closing brace or the end.
  parts(inPlural: boolean): Part[] {
    const parts: Part[] = [];
    let text = '';
    const flush = (): void => {
      if (text !== '') parts.push({ kind: 'text', text });
      text = '';
    };
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const char = this.text.charAt(this.at++);
      if (char === '{') {
        flush();
        parts.push(this.#placeholder());
      } else if (char === '#' && inPlural) {
        flush();
        parts.push({ kind: 'count' });
      } else {
        text += char;
      }
    }
    flush();
    return parts;
  }

  #placeholder(): Part {
    const name = this.#word();
    if (this.#accept('}')) return { kind: 'value', name, number: false };
    this.#expect(',');
    const type = this.#word();
    if (type === 'number') {
      this.#expect('}');
      return { kind: 'value', name, number: true };
    }
    if (type !== 'plural') throw this.#broken(`unknown type "${type}"`);
    this.#expect(',');
    return { kind: 'plural', name, branches: this.#branches() };
  }

  #branches(): Map<string, Part[]> {
    const branches = new Map<string, Part[]>();
    while (!this.#accept('}')) {
      const key = this.#word();
      this.#expect('{');
      branches.set(key, this.parts(true));
      this.#expect('}');
    }
    if (!branches.has('other')) throw this.#broken('a plural without "other"');
    return branches;
  }

  #word(): string {
    this.#space();
    const word = /^[=\w]+/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined) throw this.#broken('a name is missing');
    this.at += word.length;
    return word;
  }
  #space(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\n') this.at++;
  }
  #accept(char: string): boolean {
    this.#space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }
  #expect(char: string): void {
    if (!this.#accept(char)) throw this.#broken(`"${char}" is missing`);
  }
  #broken(why: string): Error {
    return new Error(`message "${this.text}" at ${String(this.at)}: ${why}`);
  }
}

export function parseMessage(text: string): Message {
  const reader = new Reader(text);
  const parts = reader.parts(false);
  if (reader.at < text.length) throw new Error(`message "${text}": "}" without "{"`);
  return parts;
}

// Names of the values that a message takes, sorted.
export function valueNames(message: Message): string[] {
  const names = new Set<string>();
  const visit = (parts: Message): void => {
    for (const part of parts) {
      if (part.kind === 'value' || part.kind === 'plural') names.add(part.name);
      if (part.kind === 'plural') for (const branch of part.branches.values()) visit(branch);
    }
  };
  visit(message);
  return [...names].sort();
}

// How one language writes numbers and chooses plurals.
export interface Grammar {
  number(value: number): string;
  plural(value: number): string;
}

export function formatMessage(message: Message, values: Values, grammar: Grammar): string {
  const write = (parts: Message, count: number): string => {
    let text = '';
    for (const part of parts) {
      if (part.kind === 'text') text += part.text;
      else if (part.kind === 'count') text += grammar.number(count);
      else if (part.kind === 'value') text += writeValue(values[part.name], part.number, grammar);
      else {
        const chosen = Number(values[part.name] ?? 0);
        text += write(branch(part.branches, chosen, grammar), chosen);
      }
    }
    return text;
  };
  return write(message, 0);
}

// French has a space before some signs, at which no line ends.
export function unbroken(text: string, language: string): string {
  if (language !== 'fr') return text;
  return text.replace(/ (?=[:;!?»])/g, '\u00a0').replace(/« /g, '«\u00a0');
}

// Letters that are written from the right.
const fromRight =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

// A name from the right keeps its order to itself: what stands beside it stays where it is.
export function isolated(text: string): string {
  return fromRight.test(text) ? `\u2068${text}\u2069` : text;
}

function writeValue(value: Value | undefined, number: boolean, grammar: Grammar): string {
  if (value === undefined) return '';
  return number ? grammar.number(Number(value)) : isolated(String(value));
}

function branch(branches: Map<string, Part[]>, count: number, grammar: Grammar): Message {
  return (
    branches.get(`=${String(count)}`) ??
    branches.get(grammar.plural(count)) ??
    branches.get('other') ??
    []
  );
}
