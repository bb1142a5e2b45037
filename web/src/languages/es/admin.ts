// SPDX-License-Identifier: Apache-2.0
import type en from '../en/admin';
import type { Texts } from '../keys';

export default {
  title: 'Administración',
  users: 'Usuarios',
  teams: 'Equipos',
  settings: 'Ajustes del servidor',
  health: 'Estado',
  usersText:
    'La gente llega por una invitación a un equipo o con `ensembled user add` en el servidor.',
  show: 'Mostrar',
  active: 'Personas activas',
  inactive: 'Desactivadas',
  admins: 'Administradores',
  everybody: 'Todos',
  since: 'Desde',
  isAdmin: 'Administrador del servidor',
  adminOf: '{person}: administrador del servidor',
  adminOnText:
    'Podrá cambiar todos los ajustes, desactivar personas, eliminar equipos y nombrar a sus administradores. No por ello ve los proyectos privados.',
  adminOffText: 'Conserva sus equipos y roles, y ya no podrá abrir estas páginas.',
  lastAdminWhy: 'Es el único administrador del servidor. Nombra antes a otra persona.',
  deactivate: 'Desactivar',
  activate: 'Activar',
  deactivateNamed: 'Desactivar a {person}',
  activateNamed: 'Activar a {person}',
  deactivateText:
    'Las sesiones y claves dejan de valer al momento y los scripts en marcha ya no podrán registrar. Ejecuciones, pertenencias y nombre se quedan. Se puede deshacer cuando sea.',
  activateText: 'Podrá volver a iniciar sesión, con los roles que tenía.',
  moreOf: 'Mostrar más (quedan {n, number})',
  teamsText:
    'Los equipos eliminados se pueden restaurar hasta que se purguen. A un equipo sin administrador se le puede dar uno.',
  personalToo: 'También los personales',
  noTeams: 'No hay ningún equipo así',
  noAdmin: 'sin administrador',
  appoint: 'Nombrar administrador',
  appointTitle: 'Nombrar administrador de {team}',
  appointText:
    'Para un equipo cuyos administradores se fueron. La persona lo será al momento y el motivo queda en el registro de auditoría del equipo.',
  choosePerson: 'Elige a alguien de la lista.',
  reason: 'Motivo',
  reasonHint: 'Por ejemplo: Ana ha dejado la empresa.',
  usersCreateTeamsText:
    'Si no, solo los administradores del servidor crean equipos. Los que ya existen se quedan.',
  keysAllowedText:
    'Si no, solo los administradores del servidor crean claves. Las que ya existen siguen.',
  invitesForbiddenText: 'Activado: los miembros no pueden invitar, elija lo que elija el equipo.',
  privateOnlyText:
    'Activado: ningún proyecto podrá hacerse abierto o público. Los que lo son siguen así.',
  teamsHiddenText:
    'Activado: cada cual encuentra solo los equipos en los que está. Los administradores del servidor los ven todos.',
  lease: 'Se muestra sin contacto durante',
  leaseText:
    'Cuánto tiempo muestran los navegadores lo que guardan sin llegar a este servidor. Corto es más seguro si se pierde un portátil; largo es mejor de viaje.',
  forEver: 'para siempre',
  healthFailed: 'No se pudo cargar el estado del servidor',
  healthy: 'El servidor funciona',
  unhealthy: 'El servidor está arrancando o parando',
  version: 'Versión',
  uptime: 'En marcha desde hace',
  memory: 'Memoria en uso',
  connections: 'Conexiones abiertas',
  livePages: 'Páginas en directo',
  requests: 'Peticiones atendidas desde el arranque',
  failures: 'De ellas, fallidas por culpa del servidor',
  metrics: 'Métricas para Prometheus',
} satisfies Texts<typeof en>;
