// SPDX-License-Identifier: Apache-2.0
import type en from '../en/frame';
import type { Texts } from '../keys';

export default {
  home: 'Inicio',
  workspace: 'Espacio de trabajo',
  runs: 'Ejecuciones',
  team: 'Equipo',
  settings: 'Ajustes',
  keys: 'Claves de API',
  places: 'Navegación principal',
  breadcrumb: 'Dónde está',
  views: 'Vistas',
  skip: 'Ir al contenido',
  widenRail: 'Ensanchar la barra lateral',
  narrowRail: 'Estrechar la barra lateral',
  search: 'Buscar',
  searchOrJump: 'Buscar o ir a…',
  found: 'Resultados',
  nothingFound: 'Nada coincide con «{query}».',
  projects: 'Proyectos',
  runningRuns: 'En curso',
  goTo: 'Ir a',
  actions: 'Acciones',
  everywhere: 'En todas partes',
  shortcuts: 'Atajos de teclado',
  singleKeys: 'Atajos de una sola letra',
  you: 'Su cuenta',
  signOut: 'Cerrar sesión',
  live: 'En vivo',
  liveMeaning: 'Los cambios aparecen solos.',
  connecting: 'Conectando',
  connectingMeaning: 'Se está abriendo la conexión en vivo.',
  reconnecting: 'Reconectando',
  reconnectingMeaning: 'Se perdió la conexión en vivo. Lo que ve puede estar algo anticuado.',
  offline: 'Sin conexión',
  offlineMeaning:
    'No se puede llegar al servidor. Esta página muestra lo que tenía y sigue intentándolo.',
  signedOut: 'Sesión cerrada',
  signedOutMeaning: 'Su sesión ha terminado.',
  stateWaiting: '{state} · {n, number} en espera',
  stateRefused: '{state} · {n, number} rechazados',
  waitingMeaning:
    '{n, plural, one {# cambio está guardado en este equipo y espera al servidor.} other {# cambios están guardados en este equipo y esperan al servidor.}}',
  refusedMeaning:
    '{n, plural, one {El servidor rechazó # cambio.} other {El servidor rechazó # cambios.}}',
  memoryOnly:
    'Este navegador no deja que Ensemble guarde nada: los cambios que esperan al servidor están solo en esta pestaña.',
  tryNow: 'Intentar ahora',
  updateReady: 'Actualización lista',
  updateMeaning:
    'Hay una versión más reciente de Ensemble en este equipo. Empieza cuando vuelva a cargar la página o cuando se hayan cerrado todas sus pestañas.',
  useUpdate: 'Usar la versión nueva de Ensemble',
  insecure: 'Esta dirección no es segura.',
  insecureMeaning:
    'Con http://, el navegador guarda solo en esta pestaña los cambios que esperan al servidor, y Ensemble no se abre sin conexión. Para tenerlo todo, ábralo por HTTPS o desde un demonio en su propio equipo (http://127.0.0.1).',
  notOpened: 'Esta pantalla no se abrió antes de quedarse sin conexión',
  notOpenedText: 'Aparecerá por sí sola en cuanto se pueda volver a contactar con el servidor.',
  notFound: 'Aquí no hay nada',
  notFoundText: 'La dirección es incorrecta, o lo que había ya no está o no se comparte con usted.',
  back: 'Atrás',
} satisfies Texts<typeof en>;
