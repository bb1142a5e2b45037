// SPDX-License-Identifier: Apache-2.0
import type en from '../en/services';
import type { Texts } from '../keys';

export default {
  title: 'Cuentas de servicio',
  text: 'Para trabajos sin nadie delante: CI, entrenamientos nocturnos, máquinas compartidas. Son miembros del equipo y nadie inicia sesión con ellas.',
  none: 'Aún no hay cuentas de servicio',
  noneText: 'Con una, un trabajo sigue aunque se vaya quien lo preparó.',
  create: 'Nueva cuenta de servicio',
  descriptionHint: 'Para qué sirve.',
  keys: 'Claves',
  keysOf: 'Claves de {name}',
  noKeysText: 'Un trabajo necesita una para registrar en nombre de esta cuenta.',
  attribution: 'quién inició el trabajo',
  delete: 'Eliminar',
  deleteNamed: 'Eliminar {name}',
  deleteTitle: '¿Eliminar la cuenta de servicio {name}?',
  deleteText:
    'Sus claves dejan de valer al momento: los trabajos que las usan ya no podrán registrar ni leer. Sus ejecuciones se quedan. No se puede deshacer y el nombre sigue ocupado.',
  deleteForGood: 'Eliminar para siempre',
} satisfies Texts<typeof en>;
