// SPDX-License-Identifier: Apache-2.0
import type en from '../en/frame';
import type { Texts } from '../keys';

export default {
  home: 'Accueil',
  workspace: 'Espace de travail',
  runs: 'Runs',
  team: 'Équipe',
  settings: 'Réglages',
  keys: 'Clés d’API',
  places: 'Navigation principale',
  breadcrumb: 'Où vous êtes',
  views: 'Vues',
  skip: 'Aller au contenu',
  widenRail: 'Élargir la barre latérale',
  narrowRail: 'Réduire la barre latérale',
  search: 'Chercher',
  searchOrJump: 'Chercher ou aller à…',
  found: 'Résultats',
  nothingFound: 'Rien ne correspond à « {query} ».',
  projects: 'Projets',
  runningRuns: 'En cours',
  goTo: 'Aller à',
  actions: 'Actions',
  everywhere: 'Partout',
  shortcuts: 'Raccourcis clavier',
  singleKeys: 'Raccourcis d’une seule lettre',
  you: 'Votre compte',
  signOut: 'Se déconnecter',
  signOutLosing: 'Se déconnecter et perdre des modifications ?',
  signOutLoses:
    '{n, plural, one {# modification n’est pas encore arrivée au serveur. Se déconnecter l’efface définitivement de cet appareil.} other {# modifications ne sont pas encore arrivées au serveur. Se déconnecter les efface définitivement de cet appareil.}}',
  live: 'En direct',
  liveMeaning: 'Les changements apparaissent d’eux-mêmes.',
  connecting: 'Connexion',
  connectingMeaning: 'La connexion en direct s’établit.',
  reconnecting: 'Reconnexion',
  reconnectingMeaning:
    'La connexion en direct est perdue. Ce que vous voyez date peut-être un peu.',
  offline: 'Hors ligne',
  offlineMeaning:
    'Le serveur est injoignable. Cette page montre ce qu’elle avait et continue d’essayer.',
  signedOut: 'Déconnecté',
  signedOutMeaning: 'Votre session est terminée.',
  stateWaiting: '{state} · {n, number} en attente',
  stateRefused: '{state} · {n, number} refusés',
  memoryOnly:
    'Ce navigateur ne laisse rien conserver à Ensemble : les modifications qui attendent le serveur ne sont que dans cet onglet.',
  tryNow: 'Essayer maintenant',
  updateReady: 'Mise à jour prête',
  updateMeaning:
    'Une version plus récente d’Ensemble est sur cette machine. Elle démarre quand vous rechargez la page ou quand tous ses onglets ont été fermés.',
  useUpdate: 'Passer à la nouvelle version d’Ensemble',
  insecure: 'Cette adresse n’est pas sécurisée.',
  insecureMeaning:
    'En http://, le navigateur ne garde que dans cet onglet les modifications qui attendent le serveur, et Ensemble ne s’ouvre pas sans connexion. Pour tout avoir, ouvrez-le en HTTPS ou depuis un démon sur votre propre machine (http://127.0.0.1).',
  notOpened: 'Cet écran n’a pas été ouvert avant la coupure',
  notOpenedText: 'Il apparaîtra de lui-même dès que le serveur sera de nouveau joignable.',
  notFound: 'Il n’y a rien ici',
  notFoundText: 'L’adresse est fausse, ou ce qui était là a disparu ou ne vous est pas partagé.',
  back: 'Retour',
} satisfies Texts<typeof en>;
