// SPDX-License-Identifier: Apache-2.0
import '../../../src/app.css';
import { mount } from 'svelte';
import { showLanguage } from '../../../src/languages/language.svelte';
import Gallery from './Gallery.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
document.documentElement.dataset['theme'] =
  new URLSearchParams(location.search).get('theme') ?? 'light';
void showLanguage('en').then(() => mount(Gallery, { target }));
