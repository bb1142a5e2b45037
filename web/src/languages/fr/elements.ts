// SPDX-License-Identifier: Apache-2.0
import type en from '../en/elements';
import type { Texts } from '../keys';

export default {
  copy: 'Copier',
  copied: 'Copié',
  copyFailed:
    'Le navigateur n’a pas autorisé la copie. Sélectionnez le texte et copiez-le à la main.',
  close: 'Fermer',
  undo: 'Annuler',
  cancel: 'Annuler',
  retry: 'Réessayer',
  noMatch: 'Aucun résultat',
  notifications: 'Messages',
} satisfies Texts<typeof en>;
