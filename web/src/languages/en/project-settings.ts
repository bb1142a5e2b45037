// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'Project settings',
  settings: 'Settings',
  name: 'Name',
  nameHint:
    'Part of addresses. The old name leads here, for scripts and links, until another project has it.',
  description: 'Description (Markdown)',
  save: 'Save',
  visibility: 'Who sees it',
  changeVisibility: 'Change to {visibility}?',
  people: 'People of the project',
  peopleText:
    'What is said here counts instead of the role in the team, except for people who are view-only in the team.',
  peopleNone: 'Nobody was added: everybody has here what they have in the team.',
  teamRole: 'Role in the team',
  here: 'Role here',
  differs: 'differs from the team',
  outsider: 'not in the team',
  add: 'Add a person',
  addNow: 'Add',
  remove: 'Remove {person} from the project',
  trash: 'Recently deleted runs',
  trashText:
    'Deleted runs can be restored for {n, plural, one {# day} other {# days}}; then their metrics, logs and files go for good. Artifacts stay.',
  trashEmpty: 'Nothing was deleted.',
  deletedThen: 'deleted {when} · gone for good {purged}',
  deletedBy: 'deleted by {person} {when} · gone for good {purged}',
  restored: '{name} is back',
  danger: 'Delete the project',
  deleteText:
    'It disappears for everybody at once, with its runs, reports and artifacts. It can be restored from the page of the team until it is purged.',
  deleteTitle: 'Delete {name}?',
  whoCanHere: 'Who can do what here?',
  action: 'Action',
} as const;
