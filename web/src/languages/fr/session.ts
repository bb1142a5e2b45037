// SPDX-License-Identifier: Apache-2.0
import type en from '../en/session';
import type { Texts } from '../keys';

export default {
  title: 'Connexion',
  signInTo: 'Se connecter à Ensemble',
  publicProject: 'Projet public',
  takePart: 'Se connecter pour participer',
  signIn: 'Se connecter',
  signingIn: 'Connexion en cours…',
  name: 'Nom d’utilisateur',
  password: 'Mot de passe',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  wrong: 'Ce nom et ce mot de passe ne correspondent pas.',
  askForLink:
    'Pas de mot de passe, ou oublié ? Lancez `ensembled user link NAME` sur le serveur : il affiche un lien qui vous connecte.',
  linkSpent:
    'Ce lien a expiré ou a déjà servi. Pour en obtenir un autre, lancez `ensembled user link NAME` sur le serveur.',
  welcome: 'Bienvenue, {name}',
  choosePassword:
    'Vous êtes connecté. Le lien ne servait qu’une fois : choisissez un mot de passe pour revenir.',
  newPassword: 'Nouveau mot de passe',
  passwordHint: 'Au moins 10 caractères. Quelques mots sans lien font l’affaire.',
  passwordShort: 'C’est trop court : au moins 10 caractères.',
  passwordLong: 'C’est trop long : 1 024 octets au plus.',
  saveAndContinue: 'Enregistrer et continuer',
  later: 'Plus tard',
} satisfies Texts<typeof en>;
