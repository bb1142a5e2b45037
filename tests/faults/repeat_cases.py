# SPDX-License-Identifier: Apache-2.0
"""The same request again, in another order, with holes: nothing doubles, nothing differs."""
import json
import random

from ensemble_testing import proxy, streams
from ensemble_testing.cases import case
from ensemble_testing.raw_http import Client


@case("any request again changes nothing")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 60)
    console = [f"2026-11-22T02:13:41.949820 line {i}" for i in range(60)]
    bodies = [streams.body(i, lines[i:i + 10], {"s": i, "_step": i}, console[i:i + 10], i)
              for i in range(0, 60, 10)]
    for body in bodies:
        for _ in range(3):
            assert world.stream(body).status == 200
    streams.same_rows(world.rows(), lines)
    counts = world.counts()
    assert counts["rows"] == 60 and counts["history_lines"] == 60, counts
    assert counts["replaced"] == 0 and counts["console_lines"] == 60, counts
    for body in bodies:  # everything from the beginning, as a new process would
        assert world.stream(body).status == 200
    streams.same_rows(world.rows(), lines)
    assert json.loads(world.api.run("alice", "p", "r")["summary"])["s"] == 50


@case("old lines at new offsets are recognised by their content")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 50)
    assert world.send(0, lines) == 200
    assert world.send(50, lines) == 200
    streams.same_rows(world.rows(), lines)
    counts = world.counts()
    assert counts["duplicates"] == 50 and counts["rows"] == 50, counts
    assert counts["replaced"] == 0, counts


@case("requests in any order end up the same")
def _(world):
    lines = streams.history_lines(0, 200)
    pieces = [(i, lines[i:i + 20]) for i in range(0, 200, 20)]
    for seed in range(5):
        name = f"order-{seed}"
        world.start_run(name)
        dice = random.Random(seed)
        shuffled = pieces * 2
        dice.shuffle(shuffled)
        for offset, piece in shuffled:
            assert world.send(offset, piece, name) == 200
        streams.same_rows(world.rows(name), lines)


@case("overlapping requests and a hole in the offsets lose nothing")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 100)
    for first, last in ((0, 30), (20, 50), (45, 60), (80, 100), (60, 85)):
        assert world.send(first, lines[first:last]) == 200
    streams.same_rows(world.rows(), lines)
    assert world.send(5000, streams.history_lines(5000, 1)) == 200
    assert len(world.rows()) == 101


@case("a step written again keeps the last value of each key and counts the rest")
def _(world):
    world.start_run()
    assert world.send(0, ['{"_step":0,"a":1,"b":1,"_timestamp":1}']) == 200
    assert world.send(1, ['{"_step":0,"a":2,"c":3,"_timestamp":2}']) == 200
    row = world.rows()[0]
    assert (row["a"], row["b"], row["c"]) == (2, 1, 3), row
    counts = world.counts()
    assert counts["rows"] == 1 and counts["replaced"] >= 1, counts


@case("every request twice and every answer lost: the same run as without (W10)")
def _(world):
    seen = {}

    def choose(method, path, body):
        seen[path, body] = seen.get((path, body), 0) + 1
        if seen[path, body] == 1:
            return proxy.Plan.LOSE_ANSWER
        if seen[path, body] == 2:
            return proxy.Plan.HALF_ANSWER
        return proxy.Plan.TWICE

    between = proxy.FaultProxy(world.daemon.port, choose)
    lines = streams.history_lines(0, 100)
    found = {}
    for name, port in (("plain", world.daemon.port), ("rough", between.port)):
        client = Client(port, world.daemon.keys["alice"])
        stubborn(lambda: client.upsert_run("alice", "p", name))
        for i in range(0, 100, 10):
            body = streams.body(i, lines[i:i + 10], {"s": i}, [f"2026 line {i}"], i // 10)
            stubborn(lambda b=body: client.file_stream("alice", "p", name, b))
        stubborn(lambda: client.upload("alice", "p", name, "a.txt", b"content"))
        last = {"complete": True, "exitcode": 0}
        stubborn(lambda b=last: client.file_stream("alice", "p", name, b))
        run = world.api.run("alice", "p", name)
        found[name] = (world.rows(name), {k: v for k, v in run["counts"].items()
                                          if k != "duplicates"},
                       json.loads(run["summary"]), run["state"], run["exit_code"])
    between.close()
    streams.same_rows(found["rough"][0], lines)
    assert found["plain"] == found["rough"], (found["plain"][1:], found["rough"][1:])


def stubborn(call):
    for _ in range(10):
        try:
            return call()
        except Exception as error:
            last = error
    raise last
