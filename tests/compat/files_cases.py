# SPDX-License-Identifier: Apache-2.0
"""Files and artifacts, byte for byte."""
from ensemble_testing.cases import case


@case("run.save keeps its three policies")
def _(world):
    world.sdk.run("save_policies.py", world.project, "saved")
    files = world.page_files("saved")
    assert files["sub/now.txt"] == 3 and files["sub/name with blank, été.bin"] == 12800, files
    assert files["live.txt"] == len("live 2, longer"), files
    assert files["end.txt"] == len("end 2, longer"), files
    world.sdk.run("download_files.py", world.path("saved"))


@case("artifacts: versions, dedupe, aliases, use and download")
def _(world):
    facts = world.sdk.run("artifacts.py", world.project).result
    page = world.api.page_get("runs", "alice", world.project, facts["first"]["run"], "artifacts")
    mine = [a for a in page["logged"] if a["collection"] == "set"]
    assert mine and mine[0]["version"] == "v0" and mine[0]["files"] == 4, page
    assert mine[0]["bytes"] == facts["first"]["size"], (mine, facts)
    used = world.api.page_get("runs", "alice", world.project, facts["reader"], "artifacts")["used"]
    assert sorted(a["version"] for a in used) == ["v0", "v1"], used


@case("artifacts: three hundred small files and an incremental version")
def _(world):
    world.sdk.run("many_files.py", world.project)


@case("a trained model is saved, restored and predicts the same")
def _(world):
    world.sdk.run("model.py", world.project)
