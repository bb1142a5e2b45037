# SPDX-License-Identifier: Apache-2.0
"""A wall clock that jumps under the daemon."""
import time
import urllib.parse

from ensemble_testing import raw_http, streams
from ensemble_testing.cases import case
from ensemble_testing.clock import MovableClock
from ensemble_testing.daemon import Daemon
from ensemble_testing.raw_http import Client

YEAR_S = 365 * 86_400


def move_to(world):
    world.daemon.close()
    folder = Daemon()
    world.clock = MovableClock(folder.folder)
    folder.env.update(world.clock.env, ENSEMBLE_HEARTBEAT_TIMEOUT_S="5")
    world.daemon = folder
    for user in ("alice", "bob"):
        folder.add_user(user)
    return folder.start()


def upload_address(world, name):
    made = world.api.graphql(raw_http.CREATE_FILES, {
        "entity": "alice", "project": "p", "run": "r", "files": [name]})
    parts = urllib.parse.urlsplit(made["createRunFiles"]["files"][0]["uploadUrl"])
    return parts.path + ("?" + parts.query if parts.query else "")


@case("a wall clock that jumps years and back ends no run and loses nothing")
def _(world):
    daemon = move_to(world)
    world.start_run()
    lines = []

    def more():
        fresh = streams.history_lines(len(lines), 50)
        assert world.send(len(lines), fresh) == 200
        lines.extend(fresh)
        run = world.api.run("alice", "p", "r")
        assert run["state"] == "running", run
        streams.same_rows(world.rows(), lines)
        return run

    before = more()["created_at_ms"]
    for jump in (2 * YEAR_S, -3 * YEAR_S, 3_600, -3_600, 50 * YEAR_S, 0):
        world.clock.jump_to(jump)
        time.sleep(0.7)  # runs that fell silent are looked for twice a second
        run = more()
        assert run["created_at_ms"] == before
        name = f"at{jump}"
        world.start_run(name)
        created = world.api.run("alice", "p", name)["created_at_ms"]
        assert abs(created - before - jump * 1000) < 600_000, (jump, created - before)
        assert world.api.upload("alice", "p", "r", f"{name}.txt", b"x").status == 200
        assert world.api.get("/api/projects/alice/p/runs?since=0").status == 200
    world.clock.jump_to(-2 * YEAR_S)
    daemon.stop()
    daemon.start()  # the newest stored times lie in the future now
    more()
    world.clock.jump_to(0)
    daemon.kill()
    daemon.start()
    more()
    names = [run for run in ("r", "at3600", "at-3600") if world.api.run("alice", "p", run)]
    assert len(names) == 3
    daemon.stop()
    checked = daemon.check()
    assert checked.returncode == 0, checked.stdout[-2000:]
    daemon.start()
    streams.same_rows(world.rows(), lines)


@case("an upload address runs out by the clock")
def _(world):
    move_to(world)
    world.start_run()
    outsider = Client(world.daemon.port)
    address = upload_address(world, "a.txt")
    assert outsider.request("PUT", address, b"one").status == 200
    world.clock.jump_to(2 * 86_400)
    assert outsider.request("PUT", address, b"two").status == 403
    assert outsider.request("PUT", upload_address(world, "b.txt"), b"new").status == 200
    files = {f["name"]: f["bytes"] for f in world.api.page_get(
        "runs", "alice", "p", "r", "files")["files"]}
    assert files == {"a.txt": 3, "b.txt": 3}, files
    world.clock.jump_to(0)
    assert outsider.request("PUT", address, b"three").status == 200
    world.still_well()
