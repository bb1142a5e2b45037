// SPDX-License-Identifier: Apache-2.0
import type en from '../en/errors';
import type { Texts } from '../keys';

export default {
  title: 'No se pudo completar',
  badRequest: 'El servidor no entendió la petición: {detail}',
  unauthenticated: 'La sesión ha terminado. Inicie sesión de nuevo.',
  forbidden: 'No tiene permiso para hacer esto: {detail}',
  notFound: 'No existe o usted no puede verlo.',
  conflict: 'Contradice lo que está guardado: {detail}',
  gone: 'Se ha eliminado.',
  tooLarge: 'Es demasiado grande: {detail}',
  unsupported: 'Este servidor no lo admite: {detail}',
  rateLimited: 'Demasiados intentos. Espere un poco y vuelva a intentarlo.',
  diskFull: 'El disco del servidor está lleno. No se cambió nada.',
  unavailable: 'El servidor está arrancando, parando u ocupado. Inténtelo dentro de un momento.',
  internal: 'El servidor falló: {detail}',
  unreachable: 'No se puede llegar al servidor. Puede estar parado, o la red está caída.',
  unreadable:
    'No se pudo leer la respuesta. Algo entre esta página y el servidor puede haberla cambiado.',
  page: 'Esta página tiene un fallo y se ha detenido. El resto sigue funcionando.',
  chunk: 'No se pudo cargar una parte de la página.',
  chunkText:
    'Puede que el servidor se haya actualizado o no esté disponible. Vuelva a cargar la página.',
  reload: 'Volver a cargar',
} satisfies Texts<typeof en>;
