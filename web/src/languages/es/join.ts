// SPDX-License-Identifier: Apache-2.0
import type en from '../en/join';
import type { Texts } from '../keys';

export default {
  title: 'Invitación',
  heading: 'Unirse a {team}',
  byAs: '{inviter} te invita al equipo {team} como {role}.',
  asRole: 'Te han invitado al equipo {team} como {role}.',
  until: 'Válida hasta el {date}.',
  gone: 'Esta invitación ya no es válida',
  goneText: 'Se retiró, se aceptó o ha caducado. Pide una nueva a quien te invitó.',
  failed: 'No se pudo cargar la invitación',
  forUser: 'Esta invitación es para {user}. Inicia sesión como {user} para aceptarla.',
  haveAccount: '¿Ya tienes una cuenta?',
  youAre: 'Has iniciado sesión como {name}',
  accept: 'Unirme al equipo',
  inside: 'Ya estás en este equipo.',
  open: 'Abrir el equipo',
  notForYou: 'No puedes aceptar esta invitación con esta cuenta.',
  other: 'Cerrar sesión y usar otra cuenta',
  nameHint: 'De 1 a 64 letras, cifras, guiones y guiones bajos. No se puede cambiar después.',
  nameReserved: 'Este nombre está reservado; elige otro.',
  nameTaken: 'El nombre {name} ya está en uso.',
  signUp: 'Crear mi cuenta y unirme',
  copy: 'Copiar enlace',
  copyOf: 'Copiar enlace: invitación de {person}',
  copied: 'Se copió el enlace para {person}. Quien lo abra puede unirse.',
} satisfies Texts<typeof en>;
