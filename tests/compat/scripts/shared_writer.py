# SPDX-License-Identifier: Apache-2.0
"""One of several writers of a shared run: PROJECT RUN LABEL COUNT primary|secondary."""
import sys
import time

import wandb

project, name, label, count, role = sys.argv[1:6]
settings = wandb.Settings(mode="shared", x_label=label, x_primary=role == "primary",
                          x_update_finish_state=role == "primary")
run = wandb.init(entity="alice", project=project, id=name, settings=settings)
for i in range(int(count)):
    run.log({f"{label}/i": i, "who": label})
    print(f"{label} says {i}", flush=True)
    time.sleep(0.05)
if role == "primary":
    time.sleep(1)
run.finish()
