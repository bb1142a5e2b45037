// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['dist/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'SvelteMustacheTag[kind="raw"]', message: 'No {@html}.' },
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'The content security policy forbids style attributes; use style:property.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Navigation is plain <a href> with a router of our own.
      'svelte/no-navigation-without-resolve': 'off',
      // Most maps and addresses here are not meant to be watched.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ['scripts/**', 'tests/**', '*.ts', '*.js'],
    languageOptions: { globals: { ...globals.node } },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
);
