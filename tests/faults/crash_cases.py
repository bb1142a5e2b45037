# SPDX-License-Identifier: Apache-2.0
"""Sudden death, torn files, two owners, and a stop in the middle of work."""
import json
import random
import shutil
import time

from ensemble_testing import streams
from ensemble_testing.cases import case
from ensemble_testing.daemon import Daemon
from ensemble_testing.raw_http import Client
from writers import Writer, verify


def kill_again_and_again(world, times, scripts, seed=1):
    """Gives the seconds from start to ready of every restart."""
    dice = random.Random(seed)
    daemon = world.daemon
    writers = [Writer(daemon.port, daemon.keys["alice"], f"w{i}", i).start()
               for i in range(scripts)]
    back = []
    for number in range(times):
        time.sleep(dice.uniform(0.0, 0.4))  # a random moment is the point
        daemon.kill()
        checked = daemon.check()
        assert checked.returncode == 0, (number, checked.stdout[-2000:], checked.stderr[-2000:])
        started = time.monotonic()
        daemon.start()
        back.append(time.monotonic() - started)
    for writer in writers:
        writer.finish()
    verify(world, writers)
    points = sum(len(w.acknowledged) for w in writers) * 10
    assert all(len(w.acknowledged) > times for w in writers), [len(w.acknowledged)
                                                               for w in writers]
    daemon.stop()
    checked = daemon.check()
    assert checked.returncode == 0, checked.stdout[-2000:]
    daemon.start()
    verify(world, writers)
    print(f"# {times} kills, {points} points; back after a median of "
          f"{sorted(back)[len(back) // 2] * 1000:.0f} ms, at most {max(back) * 1000:.0f} ms",
          flush=True)


@case("kill -9 ten times in the middle of ingest loses and doubles nothing")
def _(world):
    kill_again_and_again(world, 10, 4)


@case("kill -9 a hundred times under eight scripts loses and doubles nothing", long=True,
      alone=True)
def _(world):
    kill_again_and_again(world, 100, 8)


def journals(world):
    """Files of the data directory that grow by appending, longest last."""
    found = [p for p in world.daemon.data.rglob("*") if p.is_file() and "journal" in str(p)
             and not p.name.endswith(("-wal", "-shm"))]
    assert found, [str(p) for p in world.daemon.data.rglob("*")]
    return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))


@case("a torn journal is cut at its last good record and goes on")
def _(world):
    dice = random.Random(3)
    world.start_run()
    lines = []
    for attempt in range(12):
        for _ in range(5):
            more = streams.history_lines(len(lines), 40)
            assert world.send(len(lines), more) == 200
            lines += more
        world.daemon.kill()
        journal = journals(world)[-1]
        content = journal.read_bytes()
        if attempt % 3 == 2:
            journal.write_bytes(content + dice.randbytes(dice.randint(1, 5000)))
        elif attempt % 3 == 1:
            journal.write_bytes(content + b"\0" * dice.randint(1, 100_000))
        else:
            journal.write_bytes(content[:max(0, len(content) - dice.randint(1, 20_000))])
        world.daemon.start()
        rows = world.rows()
        streams.same_rows(rows, lines[:len(rows)])
        if attempt % 3:
            assert len(rows) == len(lines), "good records before garbage were dropped"
        for first in range(0, len(lines), 500):  # the script sends everything once more
            assert world.send(first, lines[first:first + 500]) == 200
        streams.same_rows(world.rows(), lines)
        assert world.counts()["replaced"] == 0
    world.daemon.stop()
    assert world.daemon.check().returncode == 0
    world.daemon.start()
    streams.same_rows(world.rows(), lines)


@case("check finds a flipped byte in sealed data")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 6000, keys=10)
    for first in range(0, len(lines), 1000):
        assert world.send(first, lines[first:first + 1000]) == 200
    world.api.upload("alice", "p", "r", "a.bin", b"content of a file" * 1000)
    world.daemon.stop()
    assert world.daemon.check().returncode == 0
    victims = [p for p in world.daemon.data.rglob("*")
               if p.is_file() and p.stat().st_size > 1000
               and p.suffix not in (".db", ".sqlite") and "sqlite" not in p.name
               and "journal" not in p.parts and not p.name.endswith((".db-wal", ".db-shm"))]
    assert victims, [str(p) for p in world.daemon.data.rglob("*")]
    for victim in victims:
        content = bytearray(victim.read_bytes())
        content[len(content) // 3] ^= 0x10
        whole = victim.read_bytes()
        victim.write_bytes(bytes(content))
        checked = world.daemon.check()
        assert checked.returncode != 0, (victim, checked.stdout)
        victim.write_bytes(whole)
    assert world.daemon.check().returncode == 0


@case("a second daemon on the same directory is refused with a reason")
def _(world):
    second = Daemon(data=world.daemon.data)
    try:
        second.start(wait=False)
        assert second.process.wait(20) != 0
        second.process = None
        assert "ensembled:" in second.log() and len(second.log()) < 2000, second.log()
        assert any(word in second.log() for word in ("in use", "another", "already")), second.log()
    finally:
        second.close()
    world.still_well()


@case("SIGTERM under load ends within five seconds and loses nothing")
def _(world):
    daemon = world.daemon
    writers = [Writer(daemon.port, daemon.keys["alice"], f"w{i}", i).start() for i in range(4)]
    for _ in range(3):
        time.sleep(1)  # load
        took = daemon.stop()
        assert took < 5, took
        assert daemon.check().returncode == 0
        daemon.start()
    for writer in writers:
        writer.finish()
    verify(world, writers)


@case("SIGTERM with open sockets and a slow upload ends within five seconds")
def _(world):
    import socket

    from ensemble_testing import raw_http
    from ensemble_testing.web_socket import WebSocket
    live = WebSocket(world.daemon.port, {"Authorization": raw_http.basic(
        world.daemon.keys["alice"])})
    live.send({"t": "hello", "proto": 1})
    live.receive_until("hello_ok")
    upload = socket.create_connection(("127.0.0.1", world.daemon.port))
    upload.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
    assert world.daemon.stop() < 5
    live.close()
    upload.close()


@case("what was stored is the same after a restart")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 3000, keys=5)
    said = [f"2026-11-22T02:13:41.949820 line {i}" for i in range(3000)]
    for first in range(0, 3000, 500):
        last = first + 499
        summary = {"s": first, "_step": last, "_runtime": last * 0.25}
        assert world.send(first, lines[first:first + 500], summary=summary,
                          console=said[first:first + 500], console_offset=first) == 200
    events = ['{"_timestamp":%d,"_runtime":%d,"_wandb":true,"system.cpu":%d}' % (i, i, i)
              for i in range(50)]
    assert world.stream({"files": {"wandb-events.jsonl": {"offset": 0, "content": events}}}
                        ).status == 200
    assert world.api.upload("alice", "p", "r", "d/a.txt", b"x" * 5000).status == 200

    def everything():
        client = world.api
        run = client.run("alice", "p", "r")
        for volatile in ("heartbeat_at_ms", "version", "updated_at_ms"):
            run.pop(volatile)
        run["counts"].pop("revision", None)
        return [run, world.rows(), client.page_get("runs", "alice", "p", "r", "files"),
                client.page_get("runs", "alice", "p", "r", "console", query="?first=0&max=5000"),
                client.page_get("projects", "alice", "p", "metrics"),
                client.get("/api/runs/alice/p/r/files/d/a.txt").body]

    before = everything()
    world.daemon.stop()
    world.daemon.start()
    after = everything()
    for one, two in zip(before, after):
        assert one == two, [json.dumps(each, default=str)[:1500] for each in (one, two)]
    world.daemon.kill()
    world.daemon.start()
    assert everything()[1:] == before[1:]


@case("a backup of a daemon at work restores to the same runs")
def _(world):
    daemon = world.daemon
    writers = [Writer(daemon.port, daemon.keys["alice"], f"w{i}", i).start() for i in range(2)]
    time.sleep(1)  # load
    sure = [len(w.acknowledged) for w in writers]
    target = daemon.folder / "backup"
    daemon.command("backup", str(target))
    for writer in writers:
        writer.finish()
    copy = Daemon()
    try:
        shutil.rmtree(copy.data, ignore_errors=True)
        copy.command("restore", str(target))
        copy.keys = daemon.keys
        copy.start()
        for writer, at_least in zip(writers, sure):
            rows = Client(copy.port, daemon.keys["alice"]).history("alice", "p", writer.run)
            assert len(rows) >= at_least, (len(rows), at_least)
            streams.same_rows(rows, writer.acknowledged[:len(rows)])
        copy.stop()
        assert copy.check().returncode == 0
    finally:
        copy.close()
