// SPDX-License-Identifier: Apache-2.0
import type en from '../en/errors';
import type { Texts } from '../keys';

export default {
  title: 'L’opération a échoué',
  badRequest: 'Le serveur n’a pas compris la demande : {detail}',
  unauthenticated: 'Votre session est terminée. Reconnectez-vous.',
  forbidden: 'Vous n’avez pas le droit de faire cela : {detail}',
  notFound: 'Cet élément n’existe pas, ou vous ne pouvez pas le voir.',
  conflict: 'Cela contredit ce qui est enregistré : {detail}',
  gone: 'Cet élément a été supprimé.',
  tooLarge: 'C’est trop volumineux : {detail}',
  unsupported: 'Ce serveur ne sait pas le faire : {detail}',
  rateLimited: 'Trop de tentatives. Patientez un peu, puis réessayez.',
  diskFull: 'Le disque du serveur est plein. Rien n’a été modifié.',
  unavailable: 'Le serveur démarre, s’arrête ou est occupé. Réessayez dans un instant.',
  internal: 'Le serveur a rencontré une erreur : {detail}',
  unreachable: 'Le serveur est injoignable. Il est peut-être arrêté, ou le réseau est coupé.',
  unreadable:
    'La réponse est illisible. Elle a peut-être été modifiée entre cette page et le serveur.',
  page: 'Cette page a rencontré un défaut et s’est arrêtée. Le reste fonctionne.',
  chunk: 'Une partie de la page n’a pas pu être chargée.',
  chunkText: 'Le serveur a peut-être été mis à jour, ou il est absent. Rechargez la page.',
  reload: 'Recharger',
} satisfies Texts<typeof en>;
