// SPDX-License-Identifier: Apache-2.0

// What to paste into a terminal and a script, for this daemon.

const keyPlace = '<your key>';

export function shellLines(origin: string, secret: string | undefined): string {
  return [
    'pip install wandb',
    `export WANDB_BASE_URL=${origin}`,
    `export WANDB_API_KEY=${secret ?? keyPlace}`,
  ].join('\n');
}

export function pythonLines(team?: string): string {
  const where = team === undefined ? '' : `entity="${team}", `;
  return [
    'import wandb',
    '',
    'config = {"lr": 0.01}',
    `with wandb.init(${where}project="first-project", config=config) as run:`,
    '    for step in range(100):',
    '        run.log({"loss": 1 / (step + 1)})',
  ].join('\n');
}
