// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const source = join(import.meta.dirname, 'src');
const components = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.svelte'))
  .sort();

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Scopes are numbered: a seventh of the style sheet would be random letters otherwise.
    cssHash: ({ filename, css, hash }) => {
      const number = components.indexOf(relative(source, filename));
      return number === -1 ? `svelte-${hash(css)}` : `s-${number.toString(36)}`;
    },
  },
};
