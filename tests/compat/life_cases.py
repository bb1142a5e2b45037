# SPDX-License-Identifier: Apache-2.0
"""How runs end, and come back."""
from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for

QUICK_TO_CRASH = {"ENSEMBLE_HEARTBEAT_TIMEOUT_S": "4"}


@case("every way to end a script gives the state that fits")
def _(world):
    for how, code, state in (("finish", 0, "finished"), ("exit", 0, "failed"),
                             ("exception", 1, "failed"), ("sys_exit", 3, "failed")):
        world.sdk.run("endings.py", world.project, how, how, code=code)
        page = world.page_run(how)
        assert page["state"] == state, (how, page["state"])
        assert page["exit_code"] == {"finish": 0, "exit": 7, "exception": 1, "sys_exit": 3}[how]
        assert page["counts"]["rows"] == 1
        assert page["ended_at_ms"] >= page["created_at_ms"]
    errors = [line["text"] for line in world.page_console("exception") if line["error"]]
    assert any("the training broke" in text for text in errors), errors


@case("a killed script is shown as crashed and comes back when its data does")
def _(world):
    world.own_daemon(QUICK_TO_CRASH)
    script = world.sdk.start("steady.py", world.project, "fragile", 60)
    wait_for("rows", lambda: _rows(world, "fragile") >= 10, limit_s=60)
    script.kill()
    wait_for("the crash", lambda: world.page_run("fragile")["state"] == "crashed")
    before = _rows(world, "fragile")
    script = world.sdk.start("steady.py", world.project, "fragile", 60)
    wait_for("the return", lambda: world.page_run("fragile")["state"] == "running", limit_s=60)
    wait_for("more rows", lambda: _rows(world, "fragile") > before, limit_s=60)
    (world.sdk.folder / "end-fragile").touch()
    steps = script.wait().result["steps"]
    page = world.page_run("fragile")
    assert page["state"] == "finished" and page["counts"]["rows"] == steps, (steps, page["counts"])


@case("a run that is silent for a while revives without a new start")
def _(world):
    world.own_daemon(QUICK_TO_CRASH)
    script = world.sdk.start("steady.py", world.project, "stalled", 60)
    wait_for("rows", lambda: _rows(world, "stalled") >= 5, limit_s=60)
    import os
    import signal
    os.killpg(script.process.pid, signal.SIGSTOP)
    wait_for("the crash", lambda: world.page_run("stalled")["state"] == "crashed")
    os.killpg(script.process.pid, signal.SIGCONT)
    wait_for("the return", lambda: world.page_run("stalled")["state"] == "running", limit_s=60)
    (world.sdk.folder / "end-stalled").touch()
    steps = script.wait().result["steps"]
    assert world.page_run("stalled")["counts"]["rows"] == steps


def _rows(world, run):
    answer = world.api.get(f"/api/runs/alice/{world.project}/{run}")
    return answer.json()["counts"]["rows"] if answer.status == 200 else -1


@case("stop from the page interrupts the script", slow=True)
def _(world):
    script = world.sdk.start("steady.py", world.project, "stopped", 120)
    wait_for("rows", lambda: _rows(world, "stopped") >= 5, limit_s=60)
    answer = world.api.request("POST", f"/api/runs/alice/{world.project}/stopped/stop", b"",
                               {"X-Ensemble-Request": "1"})
    assert answer.status == 202, answer
    assert world.page_run("stopped")["stop_requested"]
    done = script.wait(code=255)
    assert done.result["interrupted"]
    assert world.page_run("stopped")["state"] == "killed"


@case("a run about to be preempted says so and ends as preempted")
def _(world):
    world.own_daemon(QUICK_TO_CRASH)
    script = world.sdk.start("steady.py", world.project, "spot", 60, "preempting")
    wait_for("preempting", lambda: _rows(world, "spot") > 0 and
             world.page_run("spot")["state"] == "preempting", limit_s=60)
    script.kill()
    wait_for("preempted", lambda: world.page_run("spot")["state"] == "preempted")


@case("a run can be deleted twice and is gone from every view")
def _(world):
    world.sdk.run("endings.py", world.project, "doomed", "finish")
    done = world.sdk.run("delete_run.py", world.path("doomed")).result
    assert not done["found"], done
    assert "500" not in done["second"], done
    for path in ("", "/files", "/console"):
        answer = world.api.get(f"/api/runs/alice/{world.project}/doomed{path}")
        assert answer.status == 404, (path, answer.status)
    assert world.api.page_get("projects", "alice", world.project)["runs"] == 0
    # Its id is not given again, and the script is told so at once.
    again = world.sdk.run("endings.py", world.project, "doomed", "finish", code=1)
    assert "doomed was deleted or moved" in again.output, again.output
    assert world.api.get(f"/api/runs/alice/{world.project}/doomed").status == 404
