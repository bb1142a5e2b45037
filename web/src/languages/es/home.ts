// SPDX-License-Identifier: Apache-2.0
import type en from '../en/home';
import type { Texts } from '../keys';

export default {
  failed: 'No se pudieron cargar sus proyectos',
  stale: 'Puede que no esté al día.',
  welcome: 'Registre su primera ejecución',
  welcomeText:
    'Los scripts que usan wandb funcionan tal cual. Indíqueles dónde escribir y siga la ejecución aquí.',
  projects: 'Proyectos',
  project: 'Proyecto',
  runs: 'Ejecuciones',
  running: 'En curso',
  changed: 'Último cambio',
  runCount: '{count, plural, one {# ejecución} other {# ejecuciones}}',
  runningNow: 'En curso ahora',
  moreRunning: '{count, plural, one {y # más} other {y # más}}',
  lastHeard: 'última señal',
  logRun: 'Registrar una ejecución',
  stepShell: 'En el terminal',
  stepPython: 'En el script',
  makeKey: 'Crear una clave',
  makeKeyText: 'Se pone en las líneas de arriba. Las claves están en Ajustes.',
  keyMade: 'La clave está en las líneas de arriba. Solo se muestra esta vez.',
  keyName: 'Configuración, {date}',
  waiting: 'Esperando la primera ejecución…',
  arrived: '«{name}» ha llegado.',
  openRun: 'Abrirla',
  knownText:
    'Esto es lo que conoce este dispositivo. Los números y las ejecuciones en curso llegan con la conexión.',
} satisfies Texts<typeof en>;
