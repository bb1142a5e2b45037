// SPDX-License-Identifier: Apache-2.0
import type en from '../en/admin';
import type { Texts } from '../keys';

export default {
  title: 'Administration',
  users: 'Utilisateurs',
  teams: 'Équipes',
  settings: 'Réglages du serveur',
  health: 'État',
  usersText:
    'On arrive par une invitation dans une équipe, ou par `ensembled user add` sur le serveur.',
  show: 'Afficher',
  active: 'Personnes actives',
  inactive: 'Désactivés',
  admins: 'Administrateurs',
  everybody: 'Tout le monde',
  since: 'Depuis',
  isAdmin: 'Administrateur du serveur',
  adminOf: '{person} : administrateur du serveur',
  adminOnText:
    'Cette personne peut changer tous les réglages, désactiver des comptes, supprimer des équipes et nommer leurs administrateurs. Elle ne voit pas pour autant les projets privés.',
  adminOffText: 'Cette personne garde ses équipes et ses rôles, mais n’ouvre plus ces pages.',
  lastAdminWhy: 'C’est le seul administrateur du serveur. Nommez d’abord quelqu’un d’autre.',
  deactivate: 'Désactiver',
  activate: 'Activer',
  deactivateNamed: 'Désactiver {person}',
  activateNamed: 'Activer {person}',
  deactivateText:
    'Sessions et clés cessent aussitôt, les scripts en cours ne peuvent plus écrire. Runs, appartenances et nom restent. On peut revenir en arrière à tout moment.',
  activateText: 'Cette personne peut se reconnecter, avec les rôles qu’elle avait.',
  moreOf: 'Afficher plus (encore {n, number})',
  teamsText:
    'Les équipes supprimées peuvent être restaurées jusqu’à la purge. Une équipe sans administrateur peut en recevoir un.',
  personalToo: 'Aussi les personnelles',
  noTeams: 'Aucune équipe de ce nom',
  noAdmin: 'aucun administrateur',
  appoint: 'Nommer un administrateur',
  appointTitle: 'Nommer un administrateur de {team}',
  appointText:
    'Pour une équipe dont les administrateurs sont partis. La personne le devient aussitôt, et la raison figure dans le journal d’audit de l’équipe.',
  choosePerson: 'Choisissez une personne dans la liste.',
  reason: 'Raison',
  reasonHint: 'Par exemple : Ana a quitté l’entreprise.',
  usersCreateTeamsText:
    'Sinon, seuls les administrateurs du serveur créent des équipes. Celles qui existent restent.',
  keysAllowedText:
    'Sinon, seuls les administrateurs du serveur créent des clés. Celles qui existent continuent.',
  invitesForbiddenText:
    'Activé : les membres ne peuvent pas inviter, quoi que l’équipe ait choisi.',
  privateOnlyText:
    'Activé : plus aucun projet ne peut devenir ouvert ou public. Ceux qui le sont le restent.',
  teamsHiddenText:
    'Activé : on ne trouve que les équipes dont on fait partie. Les administrateurs du serveur les voient toutes.',
  lease: 'Affichage sans contact pendant',
  leaseText:
    'Combien de temps un navigateur montre ce qu’il garde sans joindre ce serveur. Court : plus sûr si un portable est perdu ; long : mieux en déplacement.',
  forEver: 'pour toujours',
  healthFailed: 'L’état du serveur n’a pas pu être chargé',
  healthy: 'Le serveur fonctionne',
  unhealthy: 'Le serveur démarre ou s’arrête',
  version: 'Version',
  uptime: 'En marche depuis',
  memory: 'Mémoire utilisée',
  connections: 'Connexions ouvertes',
  livePages: 'Pages suivies en direct',
  requests: 'Requêtes traitées depuis le démarrage',
  failures: 'Dont échecs dus au serveur',
  metrics: 'Métriques pour Prometheus',
} satisfies Texts<typeof en>;
