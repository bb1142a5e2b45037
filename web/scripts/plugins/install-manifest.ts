// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const tokens = join(import.meta.dirname, '../../src/styles/tokens.css');
const schemes = ['light', 'dark'] as const;

// A colour of tokens.css in both themes.
export function tokenColours(name: string): Record<(typeof schemes)[number], string> {
  const css = readFileSync(tokens, 'utf8');
  const values = [...css.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))].map((m) => m[1]);
  const [light, dark] = values;
  if (light === undefined || dark === undefined)
    throw new Error(`${tokens} has no --${name} twice`);
  return { light, dark };
}

// Makes the page one that can be installed: its manifest, its icons (scripts/make-icons.mjs) and
// the colours that the window around it takes.
export function installManifest(): Plugin {
  const bg = tokenColours('bg');
  const png = (name: string, side: number, purpose: string): object => ({
    src: `/${name}.png`,
    sizes: `${String(side)}x${String(side)}`,
    type: 'image/png',
    purpose,
  });
  const manifest = {
    id: '/',
    name: 'Ensemble',
    short_name: 'Ensemble',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: bg.light,
    theme_color: bg.light,
    icons: [
      png('icon-192', 192, 'any'),
      png('icon-512', 512, 'any'),
      png('icon-maskable-512', 512, 'maskable'),
      { src: '/favicon-idle.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  };
  const colour = (scheme: (typeof schemes)[number]): HtmlTagDescriptor => ({
    tag: 'meta',
    attrs: {
      name: 'theme-color',
      content: bg[scheme],
      media: `(prefers-color-scheme: ${scheme})`,
      'data-scheme': scheme,
    },
  });
  return {
    name: 'ensemble-install-manifest',
    apply: 'build',
    generateBundle() {
      const source = JSON.stringify(manifest, undefined, 2) + '\n';
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source });
    },
    // After the declaration of the character set.
    transformIndexHtml: () =>
      [
        ...schemes.map(colour),
        { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest' } },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/icon-touch-180.png' } },
      ].map((tag) => ({ ...tag, injectTo: 'head' as const })),
  };
}
