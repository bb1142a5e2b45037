// SPDX-License-Identifier: Apache-2.0
import type en from '../en/project-settings';
import type { Texts } from '../keys';

export default {
  title: 'Ajustes del proyecto',
  settings: 'Ajustes',
  name: 'Nombre',
  nameHint:
    'Forma parte de las direcciones. El nombre anterior lleva aquí, para scripts y enlaces, hasta que otro proyecto lo tenga.',
  description: 'Descripción (Markdown)',
  save: 'Guardar',
  visibility: 'Quién lo ve',
  changeVisibility: '¿Cambiar a «{visibility}»?',
  people: 'Personas del proyecto',
  peopleText:
    'Lo que se dice aquí vale en lugar del rol en el equipo, salvo para quien es de solo lectura en él.',
  peopleNone: 'No se añadió a nadie: cada cual tiene aquí lo que tiene en el equipo.',
  teamRole: 'Rol en el equipo',
  here: 'Rol aquí',
  differs: 'distinto al del equipo',
  outsider: 'fuera del equipo',
  add: 'Añadir a una persona',
  addNow: 'Añadir',
  remove: 'Quitar a {person} del proyecto',
  trash: 'Ejecuciones eliminadas hace poco',
  trashText:
    'Una ejecución eliminada se puede restaurar durante {n, plural, one {# día} other {# días}}; después sus métricas, registros y archivos desaparecen para siempre. Los artefactos se quedan.',
  trashEmpty: 'No se ha eliminado nada.',
  deletedThen: 'eliminada {when} · para siempre {purged}',
  deletedBy: 'eliminada por {person} {when} · para siempre {purged}',
  restored: '{name} ha vuelto',
  danger: 'Eliminar el proyecto',
  deleteText:
    'Desaparece de inmediato para todos, con sus ejecuciones, informes y artefactos. Se puede restaurar desde la página del equipo hasta que se purgue.',
  deleteTitle: '¿Eliminar {name}?',
  whoCanHere: '¿Quién puede hacer qué aquí?',
  action: 'Acción',
} satisfies Texts<typeof en>;
