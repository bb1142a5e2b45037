// SPDX-License-Identifier: Apache-2.0
import type { View } from './view.svelte';

const signs = { idle: '', running: '● ', failed: '✕ ' } as const;

// "digits · vision-lab"
export function pageName(view: View): string {
  return (
    view.title ??
    view.crumbs
      .map((crumb) => crumb.label)
      .toReversed()
      .join(' · ')
  );
}

export function tabTitle(view: View): string {
  const own = pageName(view);
  return signs[view.status ?? 'idle'] + (own === '' ? 'Ensemble' : `${own} · Ensemble`);
}

export function showTab(view: View): void {
  document.title = tabTitle(view);
  const link = document.getElementById('favicon');
  const address = `/favicon-${view.status ?? 'idle'}.svg`;
  if (link?.getAttribute('href') !== address) link?.setAttribute('href', address);
}
