# SPDX-License-Identifier: Apache-2.0
"""Deletes a run twice through the public API and says what the second time did: PATH."""
import sys

import wandb
from ensemble_testing.script import give

run = wandb.Api().run(sys.argv[1])
run.delete()
second = "fine"
try:
    run.delete()
except Exception as error:
    second = str(error)
try:
    wandb.Api().run(sys.argv[1])
    found = True
except Exception:
    found = False
give({"second": second, "found": found})
