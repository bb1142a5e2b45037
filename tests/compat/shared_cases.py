# SPDX-License-Identifier: Apache-2.0
"""Several processes that write one run."""
from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for


def values(world, label):
    rows = world.api.history("alice", world.project, "team-run")
    return [row[f"{label}/i"] for row in rows if f"{label}/i" in row]


@case("two writers share a run and lose nothing")
def _(world):
    one = world.sdk.start("shared_writer.py", world.project, "team-run", "one", 30, "primary")
    two = world.sdk.start("shared_writer.py", world.project, "team-run", "two", 30, "secondary")
    one.wait()
    two.wait()
    assert sorted(values(world, "one")) == list(range(30)), values(world, "one")
    assert sorted(values(world, "two")) == list(range(30)), values(world, "two")
    rows = world.api.history("alice", world.project, "team-run")
    steps = [row["_step"] for row in rows]
    assert steps == sorted(set(steps)) and len(steps) == 60, steps
    assert world.page_run("team-run")["state"] == "finished"
    said = [line["text"] for line in world.page_console("team-run")]
    for label in ("one", "two"):
        assert sum(f"{label} says" in text for text in said) == 30, said


@case("a shared writer is killed and the others go on", slow=True)
def _(world):
    one = world.sdk.start("shared_writer.py", world.project, "team-run", "one", 120, "primary")
    two = world.sdk.start("shared_writer.py", world.project, "team-run", "two", 600, "secondary")
    wait_for("the run", lambda: world.api.get(
        f"/api/runs/alice/{world.project}/team-run").status == 200, limit_s=60)
    wait_for("both", lambda: len(values(world, "two")) >= 10 and values(world, "one"), limit_s=60)
    two.kill()
    stored = len(values(world, "two"))
    one.wait()
    assert sorted(values(world, "one")) == list(range(120))
    kept = sorted(values(world, "two"))
    assert len(kept) >= stored and kept == list(range(len(kept)))
    assert world.page_run("team-run")["state"] == "finished"
