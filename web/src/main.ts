// SPDX-License-Identifier: Apache-2.0
import './app.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { followBrowser } from './connection/connection.svelte';
import { keptLanguage, useLanguage } from './languages/language.svelte';
import { router } from './router/router.svelte';
import { keepAnswers } from './session/kept.svelte';
import { followOtherTabs, loadSession } from './session/session.svelte';
import { keepShell } from './shell/shell.svelte';
import { startTheme } from './styles/theme.svelte';
import { watchSurroundings } from './sync/sync.svelte';

async function start(target: HTMLElement): Promise<void> {
  startTheme();
  router.start();
  followBrowser();
  followOtherTabs();
  watchSurroundings();
  keepShell();
  keepAnswers();
  // The code of the screen comes while the session is asked for.
  router.route.load().catch(() => undefined);
  await Promise.all([useLanguage(keptLanguage()), loadSession()]);
  mount(App, { target });
}

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
void start(target);
