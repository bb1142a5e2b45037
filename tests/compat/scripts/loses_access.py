# SPDX-License-Identifier: Apache-2.0
"""Logs ten values a second, and a file and an artifact at the end, whatever becomes of the run
meanwhile: ENTITY PROJECT RUN. Ends when the file end-RUN is there, and gives how many steps it
logged, how long finishing took and why the artifact was refused."""
import pathlib
import sys
import time

import wandb
from ensemble_testing.script import give

entity, project, name = sys.argv[1:4]
run = wandb.init(entity=entity, project=project, id=name)
step = 0
limit = time.monotonic() + 90
while not pathlib.Path(f"end-{name}").exists() and time.monotonic() < limit:
    run.log({"i": step})
    step += 1
    time.sleep(0.1)
pathlib.Path("late.txt").write_text("late")
run.save("late.txt")
run.config.update({"late": True})
artifact = wandb.Artifact(f"set-{name}", type="dataset")
with artifact.new_file("a.txt") as file:
    file.write("content")
refused = None
try:
    run.log_artifact(artifact)
except wandb.errors.Error as error:
    refused = str(error)
run.summary["best"] = 7
before = time.monotonic()
run.finish()
give({"steps": step, "finishing_s": time.monotonic() - before, "refused": refused})
