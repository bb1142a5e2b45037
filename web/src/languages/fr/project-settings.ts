// SPDX-License-Identifier: Apache-2.0
import type en from '../en/project-settings';
import type { Texts } from '../keys';

export default {
  title: 'Réglages du projet',
  settings: 'Réglages',
  name: 'Nom',
  nameHint:
    'Fait partie des adresses. L’ancien nom mène ici, pour les scripts et les liens, tant qu’aucun autre projet ne le porte.',
  description: 'Description (Markdown)',
  save: 'Enregistrer',
  visibility: 'Qui le voit',
  changeVisibility: 'Passer à « {visibility} » ?',
  people: 'Personnes du projet',
  peopleText:
    'Ce qui est dit ici l’emporte sur le rôle dans l’équipe, sauf pour qui y est en lecture seule.',
  peopleNone: 'Personne n’a été ajouté : chacun a ici ce qu’il a dans l’équipe.',
  teamRole: 'Rôle dans l’équipe',
  here: 'Rôle ici',
  differs: 'diffère de l’équipe',
  outsider: 'hors de l’équipe',
  add: 'Ajouter une personne',
  addNow: 'Ajouter',
  remove: 'Retirer {person} du projet',
  trash: 'Runs supprimés récemment',
  trashText:
    'Un run supprimé peut être restauré pendant {n, plural, one {# jour} other {# jours}} ; ensuite ses métriques, journaux et fichiers disparaissent pour de bon. Les artefacts restent.',
  trashEmpty: 'Rien n’a été supprimé.',
  deletedThen: 'supprimé {when} · définitivement {purged}',
  deletedBy: 'supprimé par {person} {when} · définitivement {purged}',
  restored: '{name} est de retour',
  danger: 'Supprimer le projet',
  deleteText:
    'Il disparaît aussitôt pour tous, avec ses runs, rapports et artefacts. La page de l’équipe permet de le restaurer jusqu’à la purge.',
  deleteTitle: 'Supprimer {name} ?',
  whoCanHere: 'Qui peut faire quoi ici ?',
  action: 'Action',
} satisfies Texts<typeof en>;
