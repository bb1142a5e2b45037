# SPDX-License-Identifier: Apache-2.0
"""An offline run of COUNT steps; gives its folder: PROJECT RUN COUNT [FIRST STEP] [PAUSE_S]."""
import sys
import time

import wandb
from ensemble_testing.script import give

project, name, count = sys.argv[1:4]
first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
pause_s = float(sys.argv[5]) if len(sys.argv) > 5 else 0
run = wandb.init(entity="alice", project=project, id=name, mode="offline",
                 config={"lr": 0.5}, resume="allow" if first else None)
give({"folder": run.settings.sync_dir})
for step in range(first, first + int(count)):
    run.log({"i": step, "loss": 1 / (step + 1)}, step=step)
    print(f"step {step}", flush=True)
    time.sleep(pause_s)
with open("note.txt", "w") as file:
    file.write("a file of the offline run")
run.save("note.txt")
run.finish()
