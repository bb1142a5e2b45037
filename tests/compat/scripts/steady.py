# SPDX-License-Identifier: Apache-2.0
"""Logs a value ten times a second until it is told to end: PROJECT RUN SECONDS [preempting|auto].

Gives how many steps were logged and the longest time that one log call took.
"""
import pathlib
import sys
import time

import wandb
from ensemble_testing.script import give

project, name, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
run = wandb.init(entity="alice", project=project, id=None if name == "-" else name,
                 resume="auto" if "auto" in sys.argv else "allow")
print("id", run.id, flush=True)
step, longest, interrupted = run.starting_step, 0.0, False
end = time.monotonic() + seconds
try:
    if "preempting" in sys.argv:
        run.log({"i": step})
        run.mark_preempting()
        step += 1
    while time.monotonic() < end and not pathlib.Path(f"end-{name}").exists():
        before = time.perf_counter()
        run.log({"i": step})
        longest = max(longest, time.perf_counter() - before)
        step += 1
        time.sleep(0.1)
except KeyboardInterrupt:
    interrupted = True
give({"steps": step, "longest_s": longest, "interrupted": interrupted})
if interrupted:
    sys.exit(255)
run.finish()
