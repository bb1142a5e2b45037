# SPDX-License-Identifier: Apache-2.0
"""A disk that fills up: a small memory disk in a mount namespace of its own."""
import os
import pathlib
import subprocess
import time

from ensemble_testing import streams
from ensemble_testing.cases import Skip, case
from ensemble_testing.daemon import Daemon
from ensemble_testing.wait import wait_for
from writers import Writer, verify


class SmallDisk:
    """A folder of `size` bytes; `inside` starts a program that sees it, `path` shows it to us."""

    def __init__(self, folder, size):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.holder = subprocess.Popen(
            ["unshare", "-rm", "sh", "-c",
             'mount -t tmpfs -o size="$0" tmpfs "$1" && echo ready && exec sleep infinity',
             str(size), str(self.folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if self.holder.stdout.readline() != b"ready\n":
            raise Skip("no private mounts here: " + self.holder.stderr.read().decode().strip())
        pid = str(self.holder.pid)
        self.inside = ["nsenter", "-t", pid, "-U", "-m", "--preserve-credentials"]
        self.path = pathlib.Path(f"/proc/{pid}/root{self.folder}")

    def close(self):
        self.holder.kill()
        self.holder.wait()


class DiskDaemon(Daemon):
    """A daemon whose data lie on a small disk."""

    def __init__(self, size):
        super().__init__()
        self.disk = SmallDisk(self.folder / "disk", size)
        self.data = self.disk.folder / "data"
        self.prefix = self.disk.inside

    def close(self):
        self.kill()
        self.disk.close()
        super().close()


def fill(disk, left):
    """Leaves `left` bytes free; gives the file that takes the rest."""
    filler = disk.path / "filler"
    with open(filler, "wb") as file:
        free = os.statvfs(disk.path).f_bavail * os.statvfs(disk.path).f_bsize
        file.write(b"\1" * max(0, free - left))
    return filler


def move_to(world, size):
    world.daemon.close()
    world.daemon = DiskDaemon(size)
    world.daemon.add_user("alice")
    return world.daemon.start()


@case("a full disk refuses writes with 503, loses nothing and recovers by itself")
def _(world):
    daemon = move_to(world, 48 << 20)
    filler = fill(daemon.disk, 3 << 20)
    writers = [Writer(daemon.port, daemon.keys["alice"], f"w{i}", i, lines_max=400).start()
               for i in range(2)]
    wait_for("the disk to be full", lambda: all(w.statuses.get(503) for w in writers),
             limit_s=120)
    sure = [list(w.acknowledged) for w in writers]
    # Reads go on, and tell the truth.
    for writer, lines in zip(writers, sure):
        streams.same_rows(world.rows(writer.run)[:len(lines)], lines)
    for path in ("/ready", "/api/home", "/api/projects/alice/p", "/api/runs/alice/p/w0",
                 "/api/projects/alice/p/runs?since=0"):
        assert world.api.get(path).status == 200, path
    answer = world.api.graphql_answer("query V { viewer { username } }")
    assert answer.status == 200, answer
    assert all(set(w.statuses) <= {200, 503} for w in writers), [w.statuses for w in writers]
    assert "turned away" in daemon.log(20_000) and "disk" in daemon.log(20_000).lower()
    filler.unlink()
    before = [len(w.acknowledged) for w in writers]
    wait_for("writing to go on", lambda: all(len(w.acknowledged) > b + 400 for w, b in
                                             zip(writers, before)), limit_s=60)
    for writer in writers:
        writer.finish()
    verify(world, writers)
    daemon.stop()
    checked = daemon.check()
    assert checked.returncode == 0, checked.stdout[-2000:]
    daemon.start()
    verify(world, writers)


@case("killed on a full disk, the daemon comes back with everything acknowledged")
def _(world):
    daemon = move_to(world, 48 << 20)
    filler = fill(daemon.disk, 3 << 20)
    writers = [Writer(daemon.port, daemon.keys["alice"], f"w{i}", i, lines_max=400).start()
               for i in range(2)]
    wait_for("the disk to be full", lambda: all(w.statuses.get(503) for w in writers),
             limit_s=120)
    time.sleep(0.5)
    daemon.kill()
    daemon.start()
    for writer in writers:
        found = world.rows(writer.run)
        streams.same_rows(found[:len(writer.acknowledged)], writer.acknowledged)
    filler.unlink()
    for writer in writers:
        writer.finish()
    verify(world, writers)


@case("an upload that does not fit is refused and leaves nothing behind")
def _(world):
    daemon = move_to(world, 64 << 20)
    world.start_run()
    assert world.api.upload("alice", "p", "r", "small", b"x" * 1000).status == 200
    refused = world.api.upload("alice", "p", "r", "big", b"y" * (100 << 20)).status
    assert refused in (503, 507), refused
    files = world.api.page_get("runs", "alice", "p", "r", "files")["files"]
    assert [f["name"] for f in files] == ["small"], files
    wait_for("the space to come back", lambda: sum(
        p.stat().st_size for p in daemon.disk.path.rglob("*") if p.is_file()) < 40 << 20)
    assert world.api.upload("alice", "p", "r", "other", b"z" * (5 << 20)).status == 200
    world.still_well()
