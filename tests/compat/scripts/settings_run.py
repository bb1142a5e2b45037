# SPDX-License-Identifier: Apache-2.0
"""A run with every setting of init given: PROJECT RUN."""
import argparse
import os
import sys
import time

import wandb

project, name = sys.argv[1:3]
run = wandb.init(
    entity="alice", project=project, id=name, name="the first one", group="group a",
    job_type="train", tags=["x", "with blank"], notes="notes\nof two lines, été 한국어",
    config={"lr": 0.1, "nested": {"a": [1, 2], "b": {"c": None}}, "flag": True, "big": 2**53,
            "text": "한국어"}, save_code=True)
run.config.update({"later": "yes"})
run.config["epochs"] = 3
run.config.update(argparse.Namespace(seed=7))
run.tags = run.tags + ("added",)
print("plain line")
print("\x1b[31mred\x1b[0m and plain")
for percent in range(0, 101, 20):
    print(f"\rprogress {percent}%", end="", flush=True)
print()
print("to the error stream", file=sys.stderr)
print("한국어 emoji 🙂")
print("[INFO] text in brackets is text")
for step in range(5):
    run.log({"loss": 1 / (step + 1)})
run.summary["explicit"] = {"deep": [1, "two", 3.5]}
run.summary["text"] = "done"
time.sleep(float(os.environ.get("PAUSE_S", "0")))
run.finish()
