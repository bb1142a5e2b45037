// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Shell } from '../../src/shell/shell-store.ts';

const root = resolve(import.meta.dirname, '../..');
const script = 'sw.js';

// Every built file by its address, with the hash that browsers check it against.
export function shellOf(folder: string): Shell {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => name !== script && !name.startsWith('.'))
    .sort();
  const digest = (bytes: Buffer | string): string =>
    createHash('sha256').update(bytes).digest('base64');
  const files = Object.fromEntries(
    names.map((name) => [`/${name}`, `sha256-${digest(readFileSync(join(folder, name)))}`]),
  );
  return { version: digest(JSON.stringify(files)).slice(0, 16), files };
}

async function compiled(): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'src/shell/service-worker.ts', formats: ['iife'], name: 'worker' },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunk = outputs.flatMap((each) => ('output' in each ? each.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error('The service worker was not built.');
  return chunk.code;
}

// Writes sw.js beside the built page. It names every file, so it changes when one of them does:
// that is how browsers learn of a new version.
export async function writeServiceWorker(folder: string): Promise<void> {
  const licence = '// SPDX-License-Identifier: Apache-2.0';
  const shell = `self.ensembleShell = ${JSON.stringify(shellOf(folder))};`;
  writeFileSync(join(folder, script), [licence, shell, await compiled()].join('\n'));
}

// Runs last: what other steps write is part of the shell.
export function serviceWorker(): Plugin {
  return {
    name: 'ensemble-service-worker',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler(options) {
        if (options.dir === undefined) this.error('The page is built into no folder.');
        await writeServiceWorker(options.dir);
      },
    },
  };
}
