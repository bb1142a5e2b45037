// SPDX-License-Identifier: Apache-2.0
import type { Plugin, Rolldown } from 'vite';
import { basename } from 'node:path';

const screen = 'src/projects/Project.svelte';
const languages = 'src/languages/';

// Tells public/ahead.js the built names of what it loads: the project screen's scripts, the worker
// of the core and the catalogues.
export function ahead(): Plugin {
  return {
    name: 'ensemble-ahead',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const chunks = files.filter((file) => file.type === 'chunk');
      const page = files.find((file) => file.fileName === 'index.html');
      // Worlds without the whole page, such as the gallery of the tests, load nothing ahead.
      if (page?.type !== 'asset') return;
      const worker = files.find((file) => /(^|\/)worker-[^/]*\.js$/.test(file.fileName));
      const entry = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(screen));
      if (worker === undefined || entry === undefined) this.error('There is no project screen.');
      const shell = chunks.find((chunk) => chunk.isEntry);
      const loaded = reached(shell?.fileName ?? '', bundle);
      const scripts = [...reached(entry.fileName, bundle)].filter((file) => !loaded.has(file));
      const attributes = [
        `data-project="${scripts.map((file) => `/${file}`).join(' ')}"`,
        `data-worker="/${worker.fileName}"`,
        `data-languages='${JSON.stringify(catalogues(chunks))}'`,
      ];
      const html = String(page.source);
      const tag = '<script src="/ahead.js">';
      if (!html.includes(tag)) this.error(`index.html has no ${tag}`);
      page.source = html.replace(tag, `<script src="/ahead.js" ${attributes.join(' ')}>`);
    },
  };
}

function reached(file: string, bundle: Rolldown.OutputBundle, found = new Set<string>()) {
  const chunk = bundle[file];
  if (chunk?.type !== 'chunk' || found.has(file)) return found;
  found.add(file);
  for (const imported of chunk.imports) reached(imported, bundle, found);
  return found;
}

function catalogues(chunks: readonly Rolldown.OutputChunk[]): Record<string, string> {
  const named: Record<string, string> = {};
  for (const { facadeModuleId, fileName } of chunks) {
    const at = facadeModuleId?.indexOf(languages) ?? -1;
    if (at < 0 || facadeModuleId?.endsWith('/index.ts') !== true) continue;
    named[basename(facadeModuleId.slice(0, -'/index.ts'.length))] = `/${fileName}`;
  }
  return named;
}
