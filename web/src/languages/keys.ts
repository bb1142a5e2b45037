// SPDX-License-Identifier: Apache-2.0
import type en from './en';
import type { Value } from './message';

// The texts of one area in one language: exactly the keys that English has.
export type Texts<Area> = { readonly [Key in keyof Area]: string };

export type Areas = typeof en;
export type Catalogue = { readonly [Area in keyof Areas]: Texts<Areas[Area]> };

type KeyOf<Area extends keyof Areas> = `${Area}.${keyof Areas[Area] & string}`;

// "area.key"
export type Key = { [Area in keyof Areas]: KeyOf<Area> }[keyof Areas];

type TextOf<K extends Key> = K extends `${infer Area}.${infer Name}`
  ? Area extends keyof Areas
    ? Name extends keyof Areas[Area]
      ? Areas[Area][Name]
      : never
    : never
  : never;

// A name follows "{" and ends with "," or "}"; anything with a space or "#" is a plural branch.
type Name<Text extends string> = Text extends `${string} ${string}` | `${string}#${string}` | ''
  ? never
  : Text;
type Head<Text extends string> = Text extends `${infer Before},${string}`
  ? Before extends `${infer Inner}}${string}`
    ? Name<Inner>
    : Name<Before>
  : Text extends `${infer Inner}}${string}`
    ? Name<Inner>
    : never;
type Names<Text> = Text extends `${string}{${infer Rest}` ? Head<Rest> | Names<Rest> : never;

export type ValuesOf<K extends Key> = { readonly [N in Names<TextOf<K>>]: Value };

// What t() takes after the key: nothing when the text has no placeholders.
export type Arguments<K extends Key> = [Names<TextOf<K>>] extends [never]
  ? []
  : [values: ValuesOf<K>];
