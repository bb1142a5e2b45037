// SPDX-License-Identifier: Apache-2.0
import type en from '../en/offline';
import type { Texts } from '../keys';

export default {
  title: 'Données hors ligne',
  text: 'Ce que ce navigateur garde pour continuer sans connexion. Tout disparaît à la déconnexion.',
  contents: 'Ce qui est gardé',
  counts:
    '{teams, plural, one {# équipe} other {# équipes}}, {projects, plural, one {# projet} other {# projets}}, {people, plural, one {# personne} other {# personnes}}',
  size: 'Sur cet appareil, page comprise',
  staying: 'Si le disque se remplit',
  persisted: 'le navigateur le garde',
  notPersisted: 'le navigateur peut l’effacer',
  contact: 'Dernier contact avec le serveur',
  shownFor: 'Affiché sans contact pendant',
  waiting: 'Modifications en attente',
  export: 'Exporter les modifications',
  clear: 'Tout effacer',
  clearTitle: 'Effacer ce qui est gardé ici ?',
  clearText:
    'Rien n’est perdu sur le serveur. La page recommence et charge ce qu’il lui faut ; d’ici là, elle ne s’ouvre qu’avec une connexion.',
  clearLoses:
    '{n, plural, one {# modification non confirmée par le serveur est perdue pour de bon.} other {# modifications non confirmées par le serveur sont perdues pour de bon.}}',
} satisfies Texts<typeof en>;
