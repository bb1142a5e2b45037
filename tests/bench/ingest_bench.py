# SPDX-License-Identifier: Apache-2.0
"""W1 (ingest), W6 (bytes on disk), W10 (everything twice)."""
import os
import sqlite3
import tempfile
import time

from ensemble_testing import proxy, streams
from ensemble_testing.daemon import Daemon
from ensemble_testing.raw_http import Client
from measure import ingest, limits, median, new_daemon, settle, tell


def sqlite_rows_per_s(points=300_000):
    """A row per point into plain SQLite: interned series, synchronous=FULL, 10,000 a commit."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(os.path.join(folder, "points.db"), isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE point(series INT, step INT, value REAL, "
                         "PRIMARY KEY(series, step)) WITHOUT ROWID")
        started = time.perf_counter()
        for first in range(0, points, 10_000):
            database.execute("BEGIN")
            database.executemany("INSERT INTO point VALUES(?,?,?)", (
                (i % 10, i // 10, i * 0.1) for i in range(first, first + 10_000)))
            database.execute("COMMIT")
        return points / (time.perf_counter() - started)


def w1(options):
    daemon = new_daemon()
    try:
        floor = limits("append", daemon.folder, 64)
        tell("W1", "limits", **floor, sqlite_rows_per_s=sqlite_rows_per_s())
        number = 0
        for clients in (1, 4):
            found = []
            for _ in range(options.rounds):
                runs = 4
                lines = int(50_000 * options.scale) or 1000
                figures = ingest(daemon, runs, lines, clients=clients, first_run=number)
                number += runs
                found.append(figures)
            tell("W1", f"{clients} client(s)",
                 points_per_s=median([f["points"] / f["wall_s"] for f in found]),
                 points_per_cpu_s=median([f["points"] / f["cpu_s"] for f in found]),
                 least_points_per_s=min(f["points"] / f["wall_s"] for f in found),
                 mib_per_s=median([f["bytes"] / f["wall_s"] for f in found]) / 2**20,
                 resident_mib=daemon.resident_bytes() / 2**20)
        stored = number * lines * 10
        while stored < 100_000_000 * options.scale:
            figures = ingest(daemon, 20, lines, clients=4, first_run=number)
            number += 20
            stored += figures["points"]
        found = []
        for _ in range(options.rounds):
            found.append(ingest(daemon, 4, lines, clients=4, first_run=number))
            number += 4
        tell("W1", "4 clients, much stored", stored_points=stored,
             points_per_s=median([f["points"] / f["wall_s"] for f in found]),
             points_per_cpu_s=median([f["points"] / f["cpu_s"] for f in found]),
             resident_mib=daemon.resident_bytes() / 2**20)
        small = []
        for _ in range(options.rounds):
            small.append(ingest(daemon, 4, 2000, clients=4, first_run=number, lines_per_body=10))
            number += 4
        tell("W1", "4 clients, 10 lines a request",
             points_per_cpu_s=median([f["points"] / f["cpu_s"] for f in small]),
             requests_per_s=median([f["lines"] / 10 / f["wall_s"] for f in small]))
        settle(daemon)
        tell("W6", "of the data of W1", bytes_per_point=daemon.disk_bytes() / (
            stored + options.rounds * 4 * (lines * 10 + 20_000)))
    finally:
        daemon.close()


def w6(options):
    daemon = new_daemon()
    try:
        empty = daemon.disk_bytes()
        figures = ingest(daemon, 20, int(50_000 * options.scale) or 1000, clients=2)
        at_once = daemon.disk_bytes()
        settle(daemon)
        tell("W6", "20 runs, 10 noisy float32 metrics", points=figures["points"],
             empty_bytes=empty, at_once=at_once / figures["points"],
             settled=daemon.disk_bytes() / figures["points"])
        daemon.stop()
        tell("W6", "after a clean stop", bytes_per_point=daemon.disk_bytes() / figures["points"])
    finally:
        daemon.close()


def w10(options):
    daemon = Daemon()
    daemon.add_user("alice")
    daemon.start()
    seen = set()

    def choose(method, path, body):
        if body in seen:
            return proxy.Plan.TWICE
        seen.add(body)
        return proxy.Plan.LOSE_ANSWER

    between = proxy.FaultProxy(daemon.port, choose)
    try:
        direct = daemon.client("alice")
        direct.upsert_run("alice", "p", "r")
        lines = streams.history_lines(0, 20_000, keys=10)
        rough = Client(between.port, daemon.keys["alice"])
        for first in range(0, len(lines), 500):
            body = streams.body(first, lines[first:first + 500])
            while True:
                try:
                    assert rough.file_stream("alice", "p", "r", body).status == 200
                    break
                except OSError:
                    continue
        streams.same_rows(direct.history("alice", "p", "r"), lines)
        counts = direct.run("alice", "p", "r")["counts"]
        tell("W10", "every answer lost once, every request then sent twice", lines=len(lines),
             rows=counts["rows"], replaced=counts["replaced"], differences=0)
    finally:
        between.close()
        daemon.close()


BENCHES = {"W1": w1, "W6": w6, "W10": w10}
