// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint, so that the page never flashes in the other theme.
(function () {
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('ensemble.theme');
    language = localStorage.getItem('ensemble.language');
  } catch {
    // Storage can be forbidden; the system's theme is then right.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.dataset.theme = theme;
  if (language) document.documentElement.lang = language;
})();
