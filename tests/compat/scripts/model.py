# SPDX-License-Identifier: Apache-2.0
"""Trains a small model, logs it, restores it in another run and predicts: PROJECT."""
import pathlib
import sys

import numpy as np

import wandb

project = sys.argv[1]
dice = np.random.default_rng(1)
x = dice.normal(size=(400, 3))
y = x @ np.array([1.0, -2.0, 0.5])
run = wandb.init(entity="alice", project=project, job_type="train", config={"rate": 0.1})
weights = np.zeros(3)
for epoch in range(60):
    error = x @ weights - y
    weights -= run.config.rate * x.T @ error / len(x)
    run.log({"loss": float((error**2).mean()), "epoch": epoch})
np.save("weights.npy", weights)
run.log_model("weights.npy", name="linear", aliases=["best"])
pathlib.Path("net.py").write_text("layers = 3\n")
run.log_code(".", include_fn=lambda path: path.endswith(".py"))
run.finish()
run = wandb.init(entity="alice", project=project, job_type="serve")
restored = np.load(run.use_model("linear:best"))
assert (restored == weights).all(), (restored, weights)
assert abs(restored - [1.0, -2.0, 0.5]).max() < 0.05
table = wandb.Table(columns=["x", "prediction"], data=[[1, 2.5], [2, None]])
run.log({"predictions": table})
run.finish()
found = wandb.Api().artifact(f"alice/{project}/run-{run.id}-predictions:latest")
back = found.get("predictions")
assert back.columns == ["x", "prediction"] and back.data == [[1, 2.5], [2, None]], back.data
code = [c.name for t in wandb.Api().artifact_types(f"alice/{project}") for c in t.collections()]
names = [name for name in code if name.startswith("source-")]
assert "linear" in code and len(names) == 1, code
source = pathlib.Path(wandb.Api().artifact(f"alice/{project}/{names[0]}:latest").download())
assert (source / "net.py").read_text() == "layers = 3\n"
