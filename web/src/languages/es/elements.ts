// SPDX-License-Identifier: Apache-2.0
import type en from '../en/elements';
import type { Texts } from '../keys';

export default {
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'El navegador no permitió copiar. Seleccione el texto y cópielo a mano.',
  close: 'Cerrar',
  undo: 'Deshacer',
  cancel: 'Cancelar',
  retry: 'Reintentar',
  noMatch: 'Sin coincidencias',
  notifications: 'Mensajes',
} satisfies Texts<typeof en>;
