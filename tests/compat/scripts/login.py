# SPDX-License-Identifier: Apache-2.0
"""wandb.login with the key of the environment or the one given: [KEY]."""
import sys

import wandb
from ensemble_testing.script import give

try:
    good = wandb.login(key=sys.argv[1] if len(sys.argv) > 1 else None, verify=True)
    give({"good": good, "error": None})
except Exception as error:
    give({"good": False, "error": str(error)})
