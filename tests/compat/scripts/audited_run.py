# SPDX-License-Identifier: Apache-2.0
"""Trains and comes back to the same run, changing its config on the way."""
import sys

import wandb

for _ in range(2):
    run = wandb.init(entity="alice", project=sys.argv[1], id="audited", resume="allow",
                     config={"lr": 0.1}, tags=["a"])
    for step in range(20):
        run.log({"loss": 1 / (step + 1)})
        run.config.update({"seen": step}, allow_val_change=True)
    run.summary["best"] = 0.5
    run.finish()
