// SPDX-License-Identifier: Apache-2.0
import { kept } from '../connection/connection.svelte';
import { forgetHiddenPlace } from '../frame/places.svelte';
import { forgetProject } from '../projects/kept';
import { router } from '../router/router.svelte';
import { forgetNamedRuns } from '../runs/named';
import { sync } from '../sync/sync.svelte';
import { forgetWithPerson } from './forgetting';
import { session } from './session.svelte';

// What of the daemon's answers is kept goes with the person, and with what they may see.

const patience_ms = 5000;

// Whether what is kept may be shown, once that is known.
async function mayShow(): Promise<boolean> {
  let stop = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const may = await new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience_ms);
    stop = $effect.root(() => {
      $effect(() => {
        if (sync.state.ready) resolve(!sync.state.leaseOver);
      });
    });
  });
  clearTimeout(timer);
  stop();
  return may;
}

// Call it once, before anything is asked for.
export function keepAnswers(): void {
  kept.mayShow = mayShow;
  sync.onPurge((scope) => {
    void kept.purge(scope).catch(() => undefined);
    const [kind, id] = scope.split(':');
    if (kind === 'project') forgetProject(Number(id));
    forgetHiddenPlace(scope);
    forgetNamedRuns(scope);
  });
  forgetWithPerson(() => kept.forget());
  addEventListener('pagehide', () => void kept.flush());
  $effect.root(() => {
    $effect.pre(() => {
      const now = session();
      if (now.kind === 'in' && now.user.id !== 0) kept.use(now.user.id);
      else if (now.kind === 'out') kept.use(undefined);
    });
    $effect.pre(() => {
      void router.path;
      kept.forgetAges();
    });
  });
}
