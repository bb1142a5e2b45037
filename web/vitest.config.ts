// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { coreModule } from './scripts/plugins/core-module.ts';

export default defineConfig({
  plugins: [svelte(), coreModule()],
  resolve: { conditions: ['browser'] },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**'],
  },
});
