# SPDX-License-Identifier: Apache-2.0
"""define_metric with step metrics and summaries, globs included: PROJECT RUN."""
import sys

import wandb

run = wandb.init(entity="alice", project=sys.argv[1], id=sys.argv[2])
run.define_metric("epoch", hidden=True)
run.define_metric("val/*", step_metric="epoch", summary="min,max,mean")
run.define_metric("accuracy", summary="max")
run.define_metric("loss", summary="min,last")
run.define_metric("silent", summary="none")
for step in range(10):
    run.log({"epoch": step // 2, "val/score": (step - 5) ** 2, "accuracy": step % 7,
             "loss": 10 - step if step < 8 else step, "silent": step})
run.finish()
