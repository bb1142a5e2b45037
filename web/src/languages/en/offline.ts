// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'Offline data',
  text: 'What this browser keeps so that you can go on without a connection. It goes when you sign out.',
  contents: 'What is kept',
  counts:
    '{teams, plural, one {# team} other {# teams}}, {projects, plural, one {# project} other {# projects}}, {people, plural, one {# person} other {# people}}',
  size: 'On this device, with the page itself',
  staying: 'When the disk fills up',
  persisted: 'the browser keeps it',
  notPersisted: 'the browser may remove it',
  contact: 'Server last heard of',
  shownFor: 'Shown without contact for',
  waiting: 'Changes that wait',
  export: 'Export the changes',
  clear: 'Remove it all',
  clearTitle: 'Remove what is kept here?',
  clearText:
    'Nothing is lost on the server. The page begins anew and loads what it needs; until then it opens only with a connection.',
  clearLoses:
    '{n, plural, one {# change that the server has not confirmed is lost for good.} other {# changes that the server has not confirmed are lost for good.}}',
} as const;
