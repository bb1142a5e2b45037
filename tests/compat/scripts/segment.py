# SPDX-License-Identifier: Apache-2.0
"""Logs COUNT steps of run RUN with the resume MODE and the arguments of init given as JSON:
PROJECT RUN MODE COUNT [JSON]. Gives the first step and what happened."""
import json
import sys

import wandb
from ensemble_testing.script import give

project, name, mode, count = sys.argv[1:5]
more = json.loads(sys.argv[5]) if len(sys.argv) > 5 else {}
if mode not in ("none", "rewind", "fork"):
    more["resume"] = True if mode == "true" else mode
if name != "-":
    more["id"] = name
try:
    run = wandb.init(entity="alice", project=project, **more)
except wandb.errors.UsageError as error:
    give({"refused": str(error)})
    sys.exit(0)
first = run.starting_step
for i in range(int(count)):
    run.log({"i": first + i, "segment": more.get("job_type", "s")})
    print(f"step {first + i}")
config = dict(run.config)
result = {"first": first, "id": run.id, "config": config, "tags": list(run.tags or ()),
          "folder": run.settings.sync_dir}
run.finish()
give(result)
