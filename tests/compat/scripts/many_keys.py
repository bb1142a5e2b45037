# SPDX-License-Identifier: Apache-2.0
"""5,000 keys, some in every step and some rarely: PROJECT RUN."""
import sys

import wandb

run = wandb.init(entity="alice", project=sys.argv[1], id=sys.argv[2])
for step in range(20):
    run.log({f"layer{key}/weight": key + step / 16 for key in range(step % 3, 5000, 3)})
run.finish()
