# SPDX-License-Identifier: Apache-2.0
"""Logs ten values a second and gives when: RUN SECONDS."""
import sys
import time

import wandb
from ensemble_testing.script import give

run = wandb.init(entity="alice", project="p", id=sys.argv[1])
sent = []
for step in range(int(sys.argv[2]) * 10):
    run.log({"loss": 1 / (step + 1)}, step=step)
    sent.append((time.time(), step))
    time.sleep(0.1)
run.finish()
give(sent)
