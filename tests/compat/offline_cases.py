# SPDX-License-Identifier: Apache-2.0
"""Offline runs and `wandb sync`: again, in part, in any order, too early."""
import itertools
import json
import pathlib
import shutil

from ensemble_testing.cases import case
from ensemble_testing.sdk import NEWEST
from ensemble_testing.wait import wait_for


def offline(world, run, count, *more):
    return pathlib.Path(world.sdk.run("offline_run.py", world.project, run, count,
                                      *more).result["folder"])


def record_of(folder):
    return next(folder.glob("*.wandb"))


def forget_sync(folder):
    for marker in folder.glob("*.synced"):
        marker.unlink()


def steps(world, run):
    rows = world.api.history("alice", world.project, run)
    for row in rows:
        assert row["i"] == row["_step"] and row["loss"] == 1 / (row["_step"] + 1), row
    return [row["_step"] for row in rows]


@case("an offline run is synced once, again and with --no-skip-synced, and nothing doubles")
def _(world):
    folder = offline(world, "off", 40)
    assert world.api.get(f"/api/runs/alice/{world.project}/off").status == 404
    world.sdk.command("sync", folder)
    first = world.page_run("off")
    assert first["state"] == "finished" and steps(world, "off") == list(range(40))
    assert world.page_files("off")["note.txt"] == len("a file of the offline run")
    world.sdk.command("sync", folder)
    world.sdk.command("sync", "--no-skip-synced", folder)
    forget_sync(folder)
    world.sdk.command("sync", folder)
    again = world.page_run("off")
    assert steps(world, "off") == list(range(40))
    assert again["counts"]["rows"] == 40 and again["counts"]["replaced"] == 0, again["counts"]
    assert again["state"] == "finished"
    assert json.loads(again["summary"]) == json.loads(first["summary"])
    assert json.loads(again["config"]) == json.loads(first["config"])
    texts = [l["text"] for l in world.page_console("off") if l["text"].startswith("step ")]
    assert texts == [f"step {i}" for i in range(40)], texts
    assert again["runtime_s"] == first["runtime_s"]
    assert len(world.api.page_get("projects", "alice", world.project)) > 0
    assert world.api.page_get("projects", "alice", world.project)["runs"] == 1


@case("the sender of older versions, where there still is one, syncs the same")
def _(world):
    folder = offline(world, "old", 20)
    world.sdk.command("sync", *([] if world.version == NEWEST else ["--legacy"]), folder)
    assert steps(world, "old") == list(range(20))
    page = world.page_run("old")
    assert page["state"] == "finished" and page["exit_code"] == 0, page
    assert page["counts"]["replaced"] == 0 and json.loads(page["summary"])["i"] == 19, page
    texts = [l["text"] for l in world.page_console("old") if l["text"].startswith("step ")]
    assert texts == [f"step {i}" for i in range(20)], texts


@case("a truncated record gives every whole line, the whole record the rest")
def _(world):
    folder = offline(world, "cut", 60)
    part = folder.parent / (folder.name + "-part")
    shutil.copytree(folder, part)
    record = record_of(part)
    whole = record.read_bytes()
    record.write_bytes(whole[:len(whole) * 6 // 10])
    world.sdk.command("sync", part, code=None)
    found = steps(world, "cut")
    assert found == list(range(len(found))) and 0 < len(found) < 60, found
    world.sdk.command("sync", folder)
    assert steps(world, "cut") == list(range(60))
    page = world.page_run("cut")
    assert page["state"] == "finished" and page["counts"]["replaced"] == 0, page["counts"]


@case("three resumed segments are synced in every order")
def _(world):
    folders = [offline(world, "seg", 5, 5 * part) for part in range(3)]
    orders = list(itertools.permutations(range(3)))
    if world.version != NEWEST:  # the other one says the same on the wire
        orders = [(1, 2, 0), (2, 1, 0)]
    for number, order in enumerate(orders):
        name = f"order-{number}"
        for part in order:
            forget_sync(folders[part])
            world.sdk.command("sync", "--id", name, folders[part])
        assert steps(world, name) == list(range(15)), (order, steps(world, name))
        counts = world.page_run(name)["counts"]
        assert counts["rows"] == 15 and counts["replaced"] == 0, (order, counts)


@case("a run is synced while it still writes")
def _(world):
    script = world.sdk.start("offline_run.py", world.project, "early", 60, 0, 0.15)
    wait_for("the folder", script.result_path.exists, limit_s=60)
    wait_for("some steps", lambda: "step 15" in script.output(), limit_s=60)
    folder = pathlib.Path(json.loads(script.result_path.read_text())["folder"])
    world.sdk.command("sync", folder, code=None)
    early = steps(world, "early") if world.api.get(
        f"/api/runs/alice/{world.project}/early").status == 200 else []
    assert early == list(range(len(early)))
    script.wait()
    forget_sync(folder)
    world.sdk.command("sync", folder)
    assert steps(world, "early") == list(range(60))
    counts = world.page_run("early")["counts"]
    assert counts["rows"] == 60 and counts["replaced"] == 0, counts
    assert world.page_run("early")["state"] == "finished"


@case("the record of an online run can be synced on top of it")
def _(world):
    done = world.sdk.run("segment.py", world.project, "online", "none", 12).result
    world.sdk.command("sync", "--include-online", "--no-skip-synced", done["folder"])
    rows = world.api.history("alice", world.project, "online")
    assert [row["i"] for row in rows] == list(range(12)), rows
    counts = world.page_run("online")["counts"]
    assert counts["rows"] == 12 and counts["replaced"] == 0, counts
