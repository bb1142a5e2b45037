// SPDX-License-Identifier: Apache-2.0
import { createSubscriber } from 'svelte/reactivity';

const tick_ms = 1000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') update();
  }, tick_ms);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

// The time, ticking once a second for templates that read it. One timer serves all.
export function now(): number {
  subscribe();
  return Date.now();
}
