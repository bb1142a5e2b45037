# SPDX-License-Identifier: Apache-2.0
"""Times run.log of ten metrics: MODE STEPS. Gives microseconds a call, and the time of finish."""
import random
import sys
import time

import wandb
from ensemble_testing.script import give

mode, steps = sys.argv[1], int(sys.argv[2])
run = wandb.init(entity="alice", project="cost", mode=mode)
rows = [{f"metric_{i}": random.random() for i in range(10)} for _ in range(steps)]
took = []
for row in rows:
    before = time.perf_counter()
    run.log(row)
    took.append(time.perf_counter() - before)
before = time.perf_counter()
run.finish()
finish_s = time.perf_counter() - before
took.sort()
give({"mean_us": sum(took) / steps * 1e6, "p50_us": took[steps // 2] * 1e6,
      "p99_us": took[steps * 99 // 100] * 1e6, "finish_s": finish_s})
