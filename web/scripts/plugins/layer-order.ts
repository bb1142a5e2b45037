// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const source = join(import.meta.dirname, '../../src/app.css');

// Puts the order of the cascade layers, as app.css states it, first in every built style sheet:
// bundling may move the styles of a component before it.
export function layerOrder(): Plugin {
  const order = /@layer [a-z, ]+;/.exec(readFileSync(source, 'utf8'))?.[0];
  if (order === undefined) throw new Error(`${source} states no order of layers`);
  return {
    name: 'ensemble-layer-order',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        const text =
          typeof asset.source === 'string' ? asset.source : new TextDecoder().decode(asset.source);
        asset.source = `${order}\n${text}`;
      }
    },
  };
}
