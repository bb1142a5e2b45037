// SPDX-License-Identifier: Apache-2.0
import type en from '../en/authorize';
import type { Texts } from '../keys';

export default {
  title: 'Connecter un script',
  text: '`wandb login` attend une clé. Avec elle, les scripts de cette machine enregistrent leurs runs ici au nom de {name}.',
  make: 'Créer une clé et l’afficher',
  wrongPlace:
    'Rien ne vous a demandé de venir ici ? Quittez cette page : aucune clé n’est créée avant d’appuyer sur le bouton.',
  keyName: 'wandb login du {date}',
  next: 'Ensuite',
  nextText:
    'Collez-la là où `wandb login` la demande et appuyez sur Entrée. Le terminal n’affiche pas ce que vous collez.',
  orShell: 'Ou pour un seul shell :',
  allKeys: 'Toutes vos clés',
} satisfies Texts<typeof en>;
