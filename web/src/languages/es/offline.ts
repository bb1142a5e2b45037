// SPDX-License-Identifier: Apache-2.0
import type en from '../en/offline';
import type { Texts } from '../keys';

export default {
  title: 'Datos sin conexión',
  text: 'Lo que guarda este navegador para seguir sin conexión. Se borra al cerrar sesión.',
  contents: 'Qué se guarda',
  counts:
    '{teams, plural, one {# equipo} other {# equipos}}, {projects, plural, one {# proyecto} other {# proyectos}}, {people, plural, one {# persona} other {# personas}}',
  size: 'En este dispositivo, con la propia página',
  staying: 'Si el disco se llena',
  persisted: 'el navegador lo conserva',
  notPersisted: 'el navegador puede borrarlo',
  contact: 'Último contacto con el servidor',
  shownFor: 'Se muestra sin contacto durante',
  waiting: 'Cambios en espera',
  export: 'Exportar los cambios',
  clear: 'Borrarlo todo',
  clearTitle: '¿Borrar lo que se guarda aquí?',
  clearText:
    'En el servidor no se pierde nada. La página empieza de nuevo y carga lo que necesita; hasta entonces solo se abre con conexión.',
  clearLoses:
    '{n, plural, one {# cambio que el servidor no ha confirmado se pierde para siempre.} other {# cambios que el servidor no ha confirmado se pierden para siempre.}}',
} satisfies Texts<typeof en>;
