# SPDX-License-Identifier: Apache-2.0
"""Logs, reads and compares artifacts: PROJECT."""
import hashlib
import pathlib
import sys

import numpy as np

import wandb
from ensemble_testing.script import give

project = sys.argv[1]
dice = np.random.default_rng(5)
source = pathlib.Path("source")
(source / "deep/er").mkdir(parents=True, exist_ok=True)
(source / "a.txt").write_text("hello")
(source / "deep/er/b.bin").write_bytes(dice.bytes(300_000))
(source / "empty").write_bytes(b"")
(source / "name with blank & 한국어.txt").write_text("x")


def digests(folder):
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in folder.rglob("*") if p.is_file()}


def log(name, build, aliases=None, **more):
    run = wandb.init(entity="alice", project=project, job_type="write")
    artifact = wandb.Artifact(name, type="dataset", **more)
    build(artifact)
    logged = run.log_artifact(artifact, aliases=aliases)
    logged.wait()
    facts = {"version": logged.version, "digest": logged.digest, "size": logged.size,
             "id": logged.id, "run": run.id}
    run.finish()
    return facts


found = {}
first = log("set", lambda a: a.add_dir(str(source)), aliases=["best", "x"],
            metadata={"rows": 3, "nested": {"k": [1, 2]}}, description="the first")
same = log("set", lambda a: a.add_dir(str(source)), aliases=["again"])
assert same["version"] == first["version"] == "v0" and same["id"] == first["id"], (first, same)
(source / "a.txt").write_text("changed")
second = log("set", lambda a: a.add_dir(str(source)))
assert second["version"] == "v1", second

run = wandb.init(entity="alice", project=project, job_type="read")
used = run.use_artifact("set:latest")
assert used.version == "v1"
assert digests(used.download()) == digests(source)
old = run.use_artifact(f"alice/{project}/set:best")
assert old.version == "v0" and old.metadata == {"rows": 3, "nested": {"k": [1, 2]}}
assert old.description == "the first" and set(old.aliases) >= {"best", "x", "again"}, old.aliases
assert pathlib.Path(old.get_entry("a.txt").download()).read_text() == "hello"
assert old.logged_by().id == first["run"]
run.finish()
reader = wandb.Api().run(f"alice/{project}/{run.id}")
assert sorted(a.name for a in reader.used_artifacts()) == ["set:v0", "set:v1"]
writer = wandb.Api().run(f"alice/{project}/{first['run']}")
assert "set:v0" in [a.name for a in writer.logged_artifacts()]

api = wandb.Api()
artifact = api.artifact(f"alice/{project}/set:v0")
artifact.aliases.append("moved")
artifact.description = "described later"
artifact.metadata["more"] = 1
artifact.save()
artifact = api.artifact(f"alice/{project}/set:moved")
assert artifact.version == "v0" and artifact.description == "described later"
assert artifact.metadata["more"] == 1
assert [v.version for v in api.artifacts("dataset", f"alice/{project}/set")] == ["v1", "v0"]
assert api.artifact_exists(f"alice/{project}/set:v1")
assert not api.artifact_exists(f"alice/{project}/set:v9")
names = sorted(f.name for f in artifact.files(per_page=2))
assert names == sorted(digests(source)), names
give({"first": first, "second": second, "reader": run.id})
