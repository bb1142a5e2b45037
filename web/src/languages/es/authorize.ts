// SPDX-License-Identifier: Apache-2.0
import type en from '../en/authorize';
import type { Texts } from '../keys';

export default {
  title: 'Conectar un script',
  text: '`wandb login` espera una clave. Con ella, los scripts de esa máquina registran aquí sus ejecuciones como {name}.',
  make: 'Crear una clave y mostrarla',
  wrongPlace:
    '¿Nada le pidió venir aquí? Salga de esta página: no se crea ninguna clave hasta que pulse el botón.',
  keyName: 'wandb login del {date}',
  next: 'Después',
  nextText:
    'Péguela donde `wandb login` la pide y pulse Intro. El terminal no muestra lo que pega.',
  orShell: 'O para una sola sesión del shell:',
  allKeys: 'Todas sus claves',
} satisfies Texts<typeof en>;
