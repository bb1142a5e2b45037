# SPDX-License-Identifier: Apache-2.0
"""A hundred samples of a long run, of all keys and of two, and one part of it whole: PATH."""
import sys

import wandb
from ensemble_testing.script import give

run = wandb.Api().run(sys.argv[1])
give({"whole": run.history(samples=100, pandas=False),
      "keyed": run.history(samples=100, keys=["metric_0", "metric_2"], pandas=False),
      "part": [row["metric_1"] for row in run.scan_history(min_step=1000, max_step=1500)]})
