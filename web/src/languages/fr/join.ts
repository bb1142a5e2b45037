// SPDX-License-Identifier: Apache-2.0
import type en from '../en/join';
import type { Texts } from '../keys';

export default {
  title: 'Invitation',
  heading: 'Rejoindre {team}',
  byAs: '{inviter} vous invite dans l’équipe {team} comme {role}.',
  asRole: 'Vous êtes invité dans l’équipe {team} comme {role}.',
  until: 'Valable jusqu’au {date}.',
  gone: 'Cette invitation n’est plus valable',
  goneText:
    'Elle a été retirée, acceptée ou a expiré. Demandez-en une nouvelle à la personne qui vous a invité.',
  failed: 'L’invitation n’a pas pu être chargée',
  forUser: 'Cette invitation est pour {user}. Connectez-vous comme {user} pour l’accepter.',
  haveAccount: 'Vous avez déjà un compte ?',
  youAre: 'Vous êtes connecté comme {name}',
  accept: 'Rejoindre l’équipe',
  inside: 'Vous êtes déjà dans cette équipe.',
  open: 'Ouvrir l’équipe',
  notForYou: 'Ce compte ne peut pas accepter cette invitation.',
  other: 'Se déconnecter et utiliser un autre compte',
  nameHint: 'De 1 à 64 lettres, chiffres, tirets et soulignés. Il ne pourra pas être changé.',
  nameReserved: 'Ce nom est réservé ; choisissez-en un autre.',
  nameTaken: 'Le nom {name} est déjà pris.',
  signUp: 'Créer mon compte et rejoindre',
  copy: 'Copier le lien',
  copyOf: 'Copier le lien : invitation de {person}',
  copied: 'Le lien pour {person} a été copié. Qui l’ouvre peut rejoindre l’équipe.',
} satisfies Texts<typeof en>;
