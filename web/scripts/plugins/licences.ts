// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const shipped = [
  '@fontsource-variable/inter',
  'idb',
  'lucide-static',
  'regexparam',
  'svelte',
  'uplot',
];
const names = ['LICENSE', 'LICENSE.md', 'license', 'LICENCE'];

function text(name: string): string {
  const folder = join(root, 'node_modules', name);
  const file = names.map((n) => join(folder, n)).find(existsSync);
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name}\n${'='.repeat(name.length)}\n\n${readFileSync(file, 'utf8').trim()}\n`;
}

// Emits the licence texts of everything that ends up in the built page.
export function licences(): Plugin {
  return {
    name: 'ensemble-licences',
    apply: 'build',
    generateBundle() {
      const source = shipped.map(text).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source });
    },
  };
}
