// SPDX-License-Identifier: Apache-2.0
import type en from '../en/services';
import type { Texts } from '../keys';

export default {
  title: 'Comptes de service',
  text: 'Pour les tâches sans personne : CI, entraînements nocturnes, machines partagées. Ils sont membres de l’équipe et nul ne s’y connecte.',
  none: 'Pas encore de compte de service',
  noneText: 'Avec un tel compte, une tâche continue quand la personne qui l’a créée s’en va.',
  create: 'Nouveau compte de service',
  descriptionHint: 'À quoi il sert.',
  keys: 'Clés',
  keysOf: 'Clés de {name}',
  noKeysText: 'Une tâche en a besoin pour enregistrer au nom de ce compte.',
  attribution: 'qui a lancé la tâche',
  delete: 'Supprimer',
  deleteNamed: 'Supprimer {name}',
  deleteTitle: 'Supprimer le compte de service {name} ?',
  deleteText:
    'Ses clés cessent aussitôt : les tâches qui s’en servent ne peuvent plus écrire ni lire. Ses runs restent. C’est sans retour, et son nom reste pris.',
  deleteForGood: 'Supprimer définitivement',
} satisfies Texts<typeof en>;
