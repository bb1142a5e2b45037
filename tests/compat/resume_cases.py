# SPDX-License-Identifier: Apache-2.0
"""Resume, rewind, fork and a second start."""
import json

from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for


def segment(world, run, mode, count, env=None, **more):
    return world.sdk.run("segment.py", world.project, run, mode, count, json.dumps(more),
                         env=env).result


def numbers(world, run):
    return [(row["_step"], row["i"]) for row in world.api.history("alice", world.project, run)]


@case("resume: allow goes on, must and never refuse when they should")
def _(world):
    assert "refused" in segment(world, "r", "must", 1)
    first = segment(world, "r", "allow", 5, config={"lr": 1, "old": True}, tags=["a"],
                    notes="first")
    assert first["first"] == 0
    assert "refused" in segment(world, "r", "never", 1)
    second = segment(world, "r", "must", 5, config={"lr": 2})
    assert second["first"] == 5 and second["config"]["old"] is True, second
    third = segment(world, "r", "allow", 2)
    assert third["first"] == 10, third
    assert numbers(world, "r") == [(i, i) for i in range(12)]
    read = world.read("r")
    assert read["config"]["lr"] == 2 and read["config"]["old"] is True, read["config"]
    assert read["tags"] == ["a"] and read["notes"] == "first", (read["tags"], read["notes"])
    assert read["state"] == "finished" and read["summary"]["i"] == 11
    texts = [line["text"] for line in world.page_console("r")]
    assert [t for t in texts if t.startswith("step ")] == [f"step {i}" for i in range(12)], texts


@case("resume: auto finds the last run again")
def _(world):
    script = world.sdk.start("steady.py", world.project, "-", 600, "auto")
    wait_for("the run", lambda: "id " in script.output(), limit_s=60)
    run = script.output().split("id ")[1].split()[0]
    wait_for("rows", lambda: len(numbers(world, run)) >= 5, limit_s=60)
    script.kill()  # a script that ends badly leaves its run to be resumed
    stored = len(numbers(world, run))
    again = segment(world, "-", "auto", 2)
    assert again["id"] == run and again["first"] == stored, (again, run, stored)
    assert numbers(world, run) == [(i, i) for i in range(stored + 2)]
    assert world.page_run(run)["state"] == "finished"
    # One that ends well does not.
    assert segment(world, "-", "auto", 1)["id"] != run


@case("a second start with the same id overwrites step by step and counts it")
def _(world):
    segment(world, "twice", "none", 5)
    segment(world, "twice", "none", 3)
    assert [row[0] for row in numbers(world, "twice")] == [0, 1, 2, 3, 4]
    assert world.page_run("twice")["state"] == "finished"


@case("rewind cuts history, events and console and goes on from the step")
def _(world):
    segment(world, "back", "none", 10)
    again = segment(world, "back2", "none", 1)  # another run stays as it is
    done = world.sdk.run(
        "segment.py", world.project, "-", "rewind", 4,
        json.dumps({"resume_from": "back?_step=6", "job_type": "again"})).result
    assert done["first"] == 7 and done["id"] == "back", done
    rows = world.api.history("alice", world.project, "back")
    assert [row["_step"] for row in rows] == list(range(11)), rows
    assert [row["segment"] for row in rows] == ["s"] * 7 + ["again"] * 4
    texts = [line["text"] for line in world.page_console("back")]
    assert [t for t in texts if t.startswith("step ")] == [f"step {i}" for i in range(7, 11)]
    assert again["first"] == 0 and numbers(world, "back2") == [(0, 0)]


@case("a fork shows its parent's history up to the step and goes on alone")
def _(world):
    segment(world, "parent", "none", 8, config={"lr": 1})
    done = segment(world, "child", "fork", 3, fork_from="parent?_step=3", job_type="child")
    assert done["first"] == 4, done
    rows = world.api.history("alice", world.project, "child")
    assert [row["_step"] for row in rows] == list(range(7)), rows
    assert [row["segment"] for row in rows] == ["s"] * 4 + ["child"] * 3
    assert len(world.api.history("alice", world.project, "parent")) == 8
    segment(world, "parent", "must", 2)
    assert len(world.api.history("alice", world.project, "child")) == 7
