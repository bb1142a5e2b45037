# SPDX-License-Identifier: Apache-2.0
"""The daemon is away while scripts train."""
import random
import time

from ensemble_testing import proxy
from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for


def rows(world, run):
    answer = world.api.get(f"/api/runs/alice/{world.project}/{run}")
    return answer.json()["counts"]["rows"] if answer.status == 200 else -1


def outage(world, seconds, kill):
    world.own_daemon()
    script = world.sdk.start("steady.py", world.project, "on", seconds + 300)
    wait_for("rows", lambda: rows(world, "on") >= 5, limit_s=60)
    if kill:
        world.daemon.kill()
    else:
        world.daemon.stop()
    time.sleep(seconds)  # the outage itself, the subject of the test
    world.daemon.start()
    stored = rows(world, "on")
    wait_for("what was logged meanwhile", lambda: rows(world, "on") >= stored + seconds * 5,
             limit_s=120)
    (world.sdk.folder / "end-on").touch()
    done = script.wait()
    assert "Traceback" not in done.output, done.output[-3000:]
    steps = done.result["steps"]
    found = [row["i"] for row in world.api.history("alice", world.project, "on")]
    assert found == list(range(steps)), (len(found), steps)
    assert world.page_run("on")["state"] == "finished"
    assert done.result["longest_s"] < 0.5, done.result


@case("the daemon is away for 40 seconds and nothing is missing", slow=True)
def _(world):
    outage(world, 40, kill=False)


@case("the daemon is killed for ten minutes and nothing is missing", long=True)
def _(world):
    outage(world, 600, kill=True)


def kill_under_scripts(world, scripts, times, pause_s, seed=7):
    """kill -9 of the daemon at random moments while scripts train with the SDK."""
    world.own_daemon()
    dice = random.Random(seed)
    names = [f"s{number}" for number in range(scripts)]
    running = [world.sdk.start("steady.py", world.project, name, 3600) for name in names]
    wait_for("rows of all", lambda: all(rows(world, name) >= 1 for name in names), limit_s=180)
    for number in range(times):
        time.sleep(dice.uniform(0.0, pause_s))  # a random moment is the point
        world.daemon.kill()
        checked = world.daemon.check()
        assert checked.returncode == 0, (number, checked.stdout[-2000:], checked.stderr[-2000:])
        world.daemon.start()
    for name in names:
        (world.sdk.folder / f"end-{name}").touch()
    for name, script in zip(names, running):
        done = script.wait(limit_s=600)
        assert "Traceback" not in done.output and "Fatal error" not in done.output, done.output
        found = [row["i"] for row in world.api.history("alice", world.project, name)]
        assert found == list(range(done.result["steps"])), (name, len(found), done.result)
        page = world.page_run(name)
        assert page["state"] == "finished" and page["exit_code"] == 0, page
        assert page["counts"]["replaced"] == 0, page["counts"]
    world.daemon.stop()
    checked = world.daemon.check()
    assert checked.returncode == 0, checked.stdout[-2000:]


@case("kill -9 of the daemon six times under two scripts loses and doubles nothing", slow=True)
def _(world):
    kill_under_scripts(world, 2, 6, 3.0)


@case("kill -9 of the daemon a hundred times under eight scripts loses and doubles nothing",
      long=True, alone=True)
def _(world):
    kill_under_scripts(world, 8, 100, 4.0)


@case("every answer that can be lost is lost once, every request is sent twice")
def _(world):
    seen = set()

    def choose(method, path, body):
        mark = (method, path, body[:4000])
        if mark not in seen and len(seen) < 400:
            seen.add(mark)
            if "file_stream" in path or b"UpsertBucket" in body[:300]:
                return proxy.Plan.LOSE_ANSWER
            return proxy.Plan.TWICE
        return proxy.Plan.PASS

    between = proxy.FaultProxy(world.daemon.port, choose)
    try:
        env = {"WANDB_BASE_URL": f"http://127.0.0.1:{between.port}"}
        expected = world.sdk.run("values.py", world.project, "lossy", env=env).result
        assert between.counts.get(proxy.Plan.LOSE_ANSWER), between.counts
    finally:
        between.close()
    found = world.api.history("alice", world.project, "lossy")
    assert [r["_step"] for r in found] == [r["_step"] for r in expected], len(found)
    counts = world.page_run("lossy")["counts"]
    assert counts["replaced"] == 0 and counts["rows"] == len(expected), counts
    assert world.api.page_get("projects", "alice", world.project)["runs"] == 1


@case("a slow and interrupted network loses nothing")
def _(world):
    calls = [0]

    def choose(method, path, body):
        calls[0] += 1
        if "file_stream" not in path:
            return 0.3 if calls[0] % 3 == 0 else proxy.Plan.PASS
        return [proxy.Plan.CUT, proxy.Plan.HALF_ANSWER, proxy.Plan.REFUSE,
                proxy.Plan.PASS][calls[0] % 4]

    between = proxy.FaultProxy(world.daemon.port, choose)
    try:
        env = {"WANDB_BASE_URL": f"http://127.0.0.1:{between.port}"}
        world.sdk.run("settings_run.py", world.project, "rough", env=env)
    finally:
        between.close()
    losses = [row["loss"] for row in world.api.history("alice", world.project, "rough")]
    assert losses == [1 / (i + 1) for i in range(5)], losses
    texts = [line["text"] for line in world.page_console("rough")]
    assert texts.count("plain line") == 1 and "progress 100%" in texts, texts
    assert world.page_run("rough")["state"] == "finished"
