# SPDX-License-Identifier: Apache-2.0
"""Logs every kind of value, gives back what the SDK was handed: PROJECT RUN."""
import math
import sys

import numpy as np

import wandb
from ensemble_testing.script import give

project, name = sys.argv[1:3]
rows = [
    {"loss": 1.5, "int": 3, "flag": True, "none": None, "text": "häßlich \"quoted\" \\ 한국어 🙂"},
    {"loss": math.nan}, {"loss": math.inf}, {"loss": -math.inf},
    {"a": {"b": {"c": 1, "d": "deep"}, "e": [1, 2.5, "x", None, {"y": False}]}},
    {"list": [0.5, 1.5], "empty": [], "strings": ["a", "b"]},
    {"big": 2**53, "negative": -7, "tiny": 5e-324, "huge": 1.7976931348623157e308,
     "third": 1 / 3, "zero": 0.0, "minus": -0.0, "f32": float(np.float32(0.1))},
    {"key with blanks": 1, "train/loss": 2, "dotted.name": 3, "한국어": 4, "k" * 200: 5},
    {"text": "x" * 100_000},
    {"text": "line\nbreak\ttab\u0000nul\u001f unit"},
]
run = wandb.init(entity="alice", project=project, id=name)
for row in rows:
    run.log(row)
# Steps that skip, and two calls that meet on one step.
run.log({"late": 1}, step=100)
run.log({"late2": 2}, step=100)
run.log({"backwards": 1}, step=50)  # the SDK itself drops it, with a warning
run.log({"late": 3}, step=5000)
run.finish()
expected = [{**row, "_step": step} for step, row in enumerate(rows)]
expected += [{"late": 1, "late2": 2, "_step": 100}, {"late": 3, "_step": 5000}]
give(expected)
