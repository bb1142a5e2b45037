// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { icons } from '../../src/elements/icons.ts';

const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static')), '../..');

function symbol(name: string): string {
  const svg = readFileSync(join(folder, 'icons', `${name}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1];
  if (inner === undefined) throw new Error(`lucide-static has no usable icon "${name}"`);
  const shapes = inner.replace(/\s+/g, ' ').replace(/> </g, '><').trim();
  return `<symbol id="icon-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

// Puts the icons named in src/elements/icons.ts into the page, so that they are there with the
// first paint.
export function iconSprite(): Plugin {
  return {
    name: 'ensemble-icon-sprite',
    transformIndexHtml(html) {
      const sprite = `<svg class="sprite" aria-hidden="true" width="0" height="0">${icons.map(symbol).join('')}</svg>`;
      return html.replace('<body>', `<body>${sprite}`);
    },
  };
}
