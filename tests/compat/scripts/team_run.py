# SPDX-License-Identifier: Apache-2.0
"""Logs one run and an artifact and says where it went: ENTITY PROJECT RUN [artifact]. "-" stands
for none."""
import sys

import wandb
from ensemble_testing.script import give

entity, project, name = (None if text == "-" else text for text in sys.argv[1:4])
try:
    run = wandb.init(entity=entity, project=project, id=name)
except wandb.errors.CommError as error:
    give({"refused": str(error)})
    sys.exit(0)
for step in range(3):
    run.log({"loss": 3 - step})
if sys.argv[4:]:
    artifact = wandb.Artifact(f"set-of-{run.id}", type="dataset")
    with artifact.new_file("a.txt") as file:
        file.write("content")
    run.log_artifact(artifact).wait()
run.finish()
give({"refused": None, "place": f"{run.entity}/{run.project}", "url": run.url})
