// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'Sign in',
  signInTo: 'Sign in to Ensemble',
  publicProject: 'Public project',
  takePart: 'Sign in to take part',
  signIn: 'Sign in',
  signingIn: 'Signing you in…',
  name: 'User name',
  password: 'Password',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
  wrong: 'This name and password do not match.',
  askForLink:
    'No password, or forgotten? Run `ensembled user link NAME` on the server; it prints a link that signs you in.',
  linkSpent:
    'This link has expired or was used already. For a new one, run `ensembled user link NAME` on the server.',
  welcome: 'Welcome, {name}',
  choosePassword:
    'You are signed in. The link worked once only, so choose a password to come back with.',
  newPassword: 'New password',
  passwordHint: 'At least 10 characters. A few unrelated words are good.',
  passwordShort: 'That is too short: at least 10 characters.',
  passwordLong: 'That is too long: at most 1,024 bytes.',
  saveAndContinue: 'Save and continue',
  later: 'Later',
} as const;
