// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { ahead } from './scripts/plugins/ahead.ts';
import { coreModule } from './scripts/plugins/core-module.ts';
import { iconSprite } from './scripts/plugins/icon-sprite.ts';
import { installManifest } from './scripts/plugins/install-manifest.ts';
import { layerOrder } from './scripts/plugins/layer-order.ts';
import { licences } from './scripts/plugins/licences.ts';
import { serviceWorker } from './scripts/plugins/service-worker.ts';

const daemon = process.env.ENSEMBLE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [
    svelte(),
    coreModule(),
    iconSprite(),
    layerOrder(),
    licences(),
    installManifest(),
    ahead(),
    serviceWorker(),
  ],
  worker: { format: 'es', plugins: () => [coreModule()] },
  build: {
    target: 'es2023',
    manifest: true,
    // One file compresses better than many, and no screen waits for its own.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': { target: daemon, ws: true } } },
});
