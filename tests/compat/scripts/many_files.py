# SPDX-License-Identifier: Apache-2.0
"""300 small files, then an incremental version with one more: PROJECT."""
import pathlib
import sys

import wandb

project = sys.argv[1]
run = wandb.init(entity="alice", project=project)
artifact = wandb.Artifact("many", type="dataset")
for number in range(300):
    with artifact.new_file(f"part/{number:03}.txt") as file:
        file.write(f"content {number // 2}")  # every second one is a double
run.log_artifact(artifact).wait()
more = wandb.Artifact("many", type="dataset", incremental=True)
with more.new_file("part/extra.txt") as file:
    file.write("extra")
run.log_artifact(more).wait()
run.finish()
latest = wandb.Api().artifact(f"alice/{project}/many:latest")
assert latest.version == "v1" and latest.file_count == 301, (latest.version, latest.file_count)
folder = pathlib.Path(latest.download())
for number in range(300):
    assert (folder / f"part/{number:03}.txt").read_text() == f"content {number // 2}"
assert (folder / "part/extra.txt").read_text() == "extra"
