// SPDX-License-Identifier: Apache-2.0
// Holds the built page (dist) to its limits, in gzip kilobytes. Exits with 1 when one is passed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = resolve(import.meta.dirname, '..', process.argv[2] ?? 'dist');
const limits_kB = {
  shell: 75,
  signIn: 20,
  workspace: 130,
  anyLazyChunk: 130,
  allJs: 450,
  css: 15,
  wasm: 180,
  firstVisit: 420,
};

const manifestFile = join(dist, '.vite/manifest.json');
if (!existsSync(manifestFile)) {
  console.error(`${dist} holds no built page: run "npm run build" first.`);
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const sizes = new Map();

function gzip_kB(file) {
  if (!sizes.has(file)) {
    sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000);
  }
  return sizes.get(file);
}

const total = (files) => [...files].reduce((sum, file) => sum + gzip_kB(file), 0);

// What a chunk needs before it runs: itself and all that it imports statically.
function scripts(key, found = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The manifest has no ${key}.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) scripts(imported, found);
  return found;
}

const without = (files, others) => [...files].filter((file) => !others.has(file));
const assets = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`);
const ending = (end) => assets.filter((name) => name.endsWith(end));

const shell = scripts('index.html');
const workspaceKey = 'src/projects/Project.svelte';
const workspace = without(scripts(workspaceKey), shell);
const english = scripts('src/languages/en/index.ts');
const lazy = Object.values(manifest).filter((c) => c.isDynamicEntry && c.file.endsWith('.js'));
const largest = lazy.reduce((a, b) => (gzip_kB(a.file) > gzip_kB(b.file) ? a : b));
const wasm = ending('.wasm');

const firstVisit = [
  'index.html',
  'theme.js',
  'ahead.js',
  ...new Set([...shell, ...workspace, ...english]),
  ...ending('.css'),
  ...wasm,
];

const rows = [
  ['shell: JS before the first screen', total(shell), limits_kB.shell],
  [
    'sign-in: JS besides the shell',
    total(without(scripts('src/session/SignIn.svelte'), shell)),
    limits_kB.signIn,
  ],
  ['workspace: JS besides the shell', total(workspace), limits_kB.workspace],
  [`largest lazy chunk (${largest.file})`, gzip_kB(largest.file), limits_kB.anyLazyChunk],
  ['all JS', total(ending('.js')), limits_kB.allJs],
  ['all CSS', total(ending('.css')), limits_kB.css],
  ['core module', total(wasm), limits_kB.wasm],
  ['first visit of a workspace, without fonts', total(firstVisit), limits_kB.firstVisit],
];

let passed = true;
for (const [name, kB, limit] of rows) {
  const fine = kB <= limit;
  passed &&= fine;
  const figures = `${kB.toFixed(1).padStart(7)} of ${String(limit).padStart(3)} kB`;
  console.log(`${fine ? 'ok  ' : 'OVER'} ${figures}  ${name}`);
}
process.exit(passed ? 0 : 1);
