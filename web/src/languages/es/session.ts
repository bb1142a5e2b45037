// SPDX-License-Identifier: Apache-2.0
import type en from '../en/session';
import type { Texts } from '../keys';

export default {
  title: 'Iniciar sesión',
  signInTo: 'Inicie sesión en Ensemble',
  publicProject: 'Proyecto público',
  takePart: 'Iniciar sesión para participar',
  signIn: 'Iniciar sesión',
  signingIn: 'Iniciando sesión…',
  name: 'Nombre de usuario',
  password: 'Contraseña',
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  wrong: 'El nombre y la contraseña no coinciden.',
  askForLink:
    '¿Sin contraseña, o la olvidó? Ejecute `ensembled user link NAME` en el servidor; muestra un enlace que inicia la sesión.',
  linkSpent:
    'Este enlace ha caducado o ya se usó. Para obtener otro, ejecute `ensembled user link NAME` en el servidor.',
  welcome: 'Bienvenido, {name}',
  choosePassword:
    'Ha iniciado sesión. El enlace servía una sola vez: elija una contraseña para volver.',
  newPassword: 'Contraseña nueva',
  passwordHint: 'Al menos 10 caracteres. Unas cuantas palabras sin relación sirven bien.',
  passwordShort: 'Es demasiado corta: al menos 10 caracteres.',
  passwordLong: 'Es demasiado larga: como máximo 1024 bytes.',
  saveAndContinue: 'Guardar y continuar',
  later: 'Más tarde',
} satisfies Texts<typeof en>;
