// SPDX-License-Identifier: Apache-2.0

// Puts text on the clipboard; false when the browser refuses. The asynchronous clipboard needs a
// secure page; plain http gets the older way.
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const active = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'sr-only';
  // Inside of an open dialog nothing outside of it can be focused.
  (active?.closest('dialog') ?? document.body).append(area);
  area.select();
  // Deprecated, and the only way without a secure context.
  const done = document.execCommand('copy');
  area.remove();
  if (active instanceof HTMLElement) active.focus();
  return done;
}
