// SPDX-License-Identifier: Apache-2.0
export default {
  title: 'Connect a script',
  text: '`wandb login` is waiting for a key. With it, scripts on that machine log runs here as {name}.',
  make: 'Make a key and show it',
  wrongPlace:
    'Nothing asked you to come here? Then leave this page; no key is made until you press the button.',
  keyName: 'wandb login on {date}',
  next: 'Next',
  nextText:
    'Paste it where `wandb login` asks for it and press Enter. The terminal does not show what you paste.',
  orShell: 'Or set it for one shell:',
  allKeys: 'All your keys',
} as const;
