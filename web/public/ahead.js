// SPDX-License-Identifier: Apache-2.0
// Asks for what the screen of this address will need, while the page's own scripts are still on
// their way. Only src/connection/ahead.ts and src/core/start.ts take what is left here; nothing
// breaks without it. `data-…` are put in by scripts/plugins/ahead.ts.
(function () {
  var data = document.currentScript.dataset;
  var path = location.pathname;
  var project = /^\/([^/]+)\/([^/]+)(?:\/(?:runs|workspace))?\/?$/.exec(path);
  // What is no team's name here, nor a project's page; the page itself knows the rest.
  if (/^\/(?:admin-area|authorize|join|settings)\//.test(path)) project = null;
  var ahead = { at: performance.now(), answers: {}, worker: undefined };

  function ask(address) {
    var answer = fetch(address, { credentials: 'same-origin' });
    // Whoever takes it sees the failure.
    answer.catch(function () {});
    ahead.answers[address] = answer;
  }

  function load(files) {
    (files || '').split(' ').forEach(function (file) {
      if (file === '') return;
      var link = document.createElement('link');
      link.rel = 'modulepreload';
      link.href = file;
      document.head.append(link);
    });
  }

  function languageFile() {
    var kept = null;
    try {
      kept = localStorage.getItem('ensemble.language');
    } catch {
      // Storage can be forbidden.
    }
    var files = JSON.parse(data.languages || '{}');
    var wish = (kept || navigator.language).split('-')[0];
    var name = Object.keys(files).find(function (each) {
      return each.split('-')[0] === wish;
    });
    return files[name || 'en'];
  }

  window.ensembleAhead = ahead;
  if (path === '/signin') return load(languageFile());
  ask('/api/session');
  if (project !== null) {
    if (data.worker) ahead.worker = new Worker(data.worker, { type: 'module' });
    try {
      var names = project.slice(1, 3).map(decodeURIComponent).map(encodeURIComponent);
      var base = '/api/projects/' + names.join('/');
      ask(base + '/runs?since=0');
      ask(base + '/columns');
      ask(base + '/metrics');
      ask(base);
    } catch {
      // A broken % escape: no project.
    }
    load(data.project);
  }
  load(languageFile());
})();
