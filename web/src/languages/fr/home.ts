// SPDX-License-Identifier: Apache-2.0
import type en from '../en/home';
import type { Texts } from '../keys';

export default {
  failed: 'Vos projets n’ont pas pu être chargés',
  stale: 'Ceci n’est peut-être pas à jour.',
  welcome: 'Enregistrez votre premier run',
  welcomeText:
    'Les scripts qui utilisent wandb marchent tels quels. Dites-leur où écrire, et suivez le run ici.',
  projects: 'Projets',
  project: 'Projet',
  runs: 'Runs',
  running: 'En cours',
  changed: 'Modifié',
  runCount: '{count, plural, one {# run} other {# runs}}',
  runningNow: 'En cours',
  moreRunning: '{count, plural, one {et # autre} other {et # autres}}',
  lastHeard: 'dernier signe',
  logRun: 'Enregistrer un run',
  stepShell: 'Dans le terminal',
  stepPython: 'Dans le script',
  makeKey: 'Créer une clé',
  makeKeyText: 'Elle est insérée dans les lignes ci-dessus. Les clés sont dans les réglages.',
  keyMade: 'La clé est dans les lignes ci-dessus. Elle n’est affichée qu’une fois.',
  keyName: 'Mise en route, {date}',
  waiting: 'En attente du premier run…',
  arrived: '« {name} » est arrivé.',
  openRun: 'L’ouvrir',
  knownText:
    'Voici ce que cet appareil connaît. Les nombres et les runs en cours viennent avec la connexion.',
} satisfies Texts<typeof en>;
