# SPDX-License-Identifier: Apache-2.0
"""Tries to start a run for an entity and says how it was refused: ENTITY PROJECT."""
import sys
import time

import wandb
from ensemble_testing.script import give

started = time.monotonic()
try:
    wandb.init(entity=sys.argv[1], project=sys.argv[2])
    give({"refused": None})
except wandb.errors.CommError as error:
    give({"refused": str(error), "seconds": time.monotonic() - started})
