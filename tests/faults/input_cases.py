# SPDX-License-Identifier: Apache-2.0
"""Bodies that no honest script sends."""
import gzip
import json
import zlib

from ensemble_testing import raw_http, streams
from ensemble_testing.cases import case

GOOD = streams.body(0, streams.history_lines(0, 3))


def refused(world, bodies, statuses=(400, 413, 422), headers=None):
    """Every body is refused with one of the statuses and an error text; nothing is stored."""
    world.start_run()
    wrong = []
    for name, body in bodies.items():
        answer = world.stream(body, headers=headers)
        if answer.status not in statuses:
            wrong.append((name, answer.status, answer.body[:200]))
        elif not answer.json()["errors"][0]["message"]:
            wrong.append((name, "no message"))
    assert not wrong, wrong
    assert world.rows() == []
    world.still_well()


@case("a body cut anywhere is refused and stores nothing")
def _(world):
    whole = json.dumps(GOOD).encode()
    refused(world, {f"{n} bytes": whole[:n] for n in range(1, len(whole) - 1, 17)})


@case("wrong types are refused")
def _(world):
    def history(**more):
        return {"files": {"wandb-history.jsonl": more}}

    refused(world, {
        "list": b"[]", "text": b'"x"', "number": b"1", "null": b"null", "empty": b"",
        "files is a list": {"files": []}, "files is text": {"files": "x"},
        "file is a list": {"files": {"wandb-history.jsonl": []}},
        "offset is text": history(offset="0", content=["{}"]),
        "offset is a fraction": history(offset=1.5, content=["{}"]),
        "content is text": history(offset=0, content="{}"),
        "content holds numbers": history(offset=0, content=[1, 2]),
        "content holds objects": history(offset=0, content=[{"_step": 1}]),
        "complete is text": {"complete": "yes", "exitcode": 0},
        "exitcode is text": {"complete": True, "exitcode": "0"},
    })


@case("offsets below zero and beyond every bound are refused")
def _(world):
    lines = streams.history_lines(0, 1)
    bodies = {}
    for offset in (-1, -(2**31), -(2**63), 2**40 + 1, 2**53, 2**63 - 1, 2**63, 10**30):
        bodies[f"history {offset}"] = streams.body(offset, lines)
        bodies[f"console {offset}"] = streams.body(0, None, console=["x"], console_offset=offset)
    refused(world, bodies)


@case("invalid UTF-8 never comes back and never breaks an answer")
def _(world):
    world.start_run()
    template = json.dumps(streams.body(0, ['{"_step":0,"text":"MARK"}'])).encode()
    for bad in (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\xaf"):
        assert world.stream(template.replace(b"MARK", bad)).status in (200, 400)
    lone = json.dumps(streams.body(0, ['{"_step":1,"text":"\\ud800"}']))
    assert world.stream(lone.encode()).status in (200, 400)
    for path in ("/api/runs/alice/p/r", "/api/projects/alice/p/metrics"):
        world.api.get(path).body.decode()
    variables = {"entity": "alice", "project": "p", "run": "r", "minStep": 0, "maxStep": 9,
                 "pageSize": 100}
    json.loads(world.api.graphql_answer(raw_http.HISTORY_PAGE, variables).body.decode())
    config = json.dumps({"a": {"value": "\ud800"}})
    world.api.graphql_answer(raw_http.UPSERT, {"entity": "alice", "project": "p", "name": "r",
                                               "config": config})
    json.loads(world.api.run("alice", "p", "r")["config"])
    world.still_well()


@case("a million brackets are refused wherever they stand")
def _(world):
    deep = "[" * 1_000_000
    refused(world, {"body": deep.encode(), "objects": b'{"files":' * 1_000_000,
                    "closed": (deep + "]" * 1_000_000).encode()})
    for line in (deep, '{"a":' * 1_000_000, '{"a":' * 200_000 + "1" + "}" * 200_000,
                 '{"_step":5,"a":' + "[" * 500_000 + "]" * 500_000 + "}"):
        assert world.send(world.counts()["history_lines"], [line]) == 200
    assert world.counts()["invalid"] >= 4 or world.rows() == [], world.counts()
    for query in ("{" * 1_000_000, "query Q{a" + "{a" * 100_000 + "}" * 100_001,
                  "query Q($a:" + "[" * 100_000 + "){a}", "{a(x:" + "[" * 100_000 + ")}"):
        answer = world.api.graphql_answer(query)
        assert answer.status in (200, 400, 413, 422) and answer.json()["errors"], answer.status
    nested = {"query": "query Q($a: JSON){viewer{id}}", "variables": {"a": None}}
    text = json.dumps(nested).replace("null", deep + "]" * 1_000_000).encode()
    answer = world.api.request("POST", "/graphql", text)
    assert answer.status in (200, 400, 413), answer.status
    summary = world.stream(streams.body(0, None))
    assert summary.status == 200
    body = {"files": {"wandb-summary.json": {"offset": 0, "content": ['{"a":' * 500_000]}}}
    assert world.stream(body).status in (200, 400)
    config = '{"a":{"value":' + "[" * 300_000 + "]" * 300_000 + "}}"
    answer = world.api.graphql_answer(raw_http.UPSERT, {"entity": "alice", "project": "p",
                                                        "name": "r", "config": config})
    assert answer.status in (200, 400, 413, 422), answer.status
    json.loads(world.api.run("alice", "p", "r")["summary"])
    world.still_well()


@case("lines that are no JSON objects are counted and dropped, the others stay")
def _(world):
    world.start_run()
    good = streams.history_lines(0, 2)
    bad = ["", "x", "[]", "1", "null", '"text"', '{"a":1', '{"a":}', "{'a':1}", '{"_step":}',
           '{"a":1}}', "{} {}", '{"a":01}', '{"a":+1}', '{"a":.5}', '{"a":nan}', "\u0000"]
    assert world.send(0, [good[0], *bad, good[1]]) == 200
    streams.same_rows([row for row in world.rows() if "metric_0" in row], good)
    counts = world.counts()
    assert counts["invalid"] == len(bad), counts
    assert counts["history_lines"] == len(bad) + 2, counts
    world.still_well()


@case("a key that stands twice counts once, with its last value")
def _(world):
    world.start_run()
    for body in (b'{"files":{"wandb-history.jsonl":{"offset":0,"offset":0,"content":'
                 b'["{\\"_step\\":0,\\"a\\":1,\\"a\\":2}"]}}}',
                 b'{"files":{},"files":{},"complete":false,"complete":false}'):
        assert world.stream(body).status == 200, body
    assert [row["a"] for row in world.rows()] == [2], world.rows()
    config = '{"lr":{"value":1},"lr":{"value":2,"value":3}}'
    answer = world.api.graphql_answer(raw_http.UPSERT, {
        "entity": "alice", "project": "p", "name": "r", "config": config}, "UpsertBucket")
    assert answer.status == 200, answer
    assert json.loads(world.api.run("alice", "p", "r")["config"])["lr"] == 3
    answer = world.api.request("POST", "/graphql", b'{"query":"{viewer{id}}","query":"{x}"}')
    assert answer.status in (200, 400), answer
    world.still_well()


@case("strange steps, keys and numbers are taken or dropped, never fatal")
def _(world):
    world.start_run()
    lines = ['{"_step":-1,"a":1}', '{"_step":1.5,"a":2}', '{"_step":"3","a":3}',
             '{"_step":null,"a":4}', '{"_step":9007199254740993,"a":5}',
             '{"_step":1e3,"a":6}', '{"_step":99999999999999999999999,"a":7}',
             '{"_step":20,"a":1,"a":2,"_step":21}', '{"_step":22,"":1}',
             '{"_step":23,"a":1e400,"b":-1e400,"c":1e-400}',
             '{"_step":24,"a":123456789012345678901234567890}',
             '{"_step":25,"' + "k" * 5000 + '":1}', '{"_step":26,"a\\u0000b":1}',
             '{"_step":27,"a\\u001fb":1}', '{"_step":28,"_timestamp":"x","_runtime":[]}',
             '{"_step":29,"_timestamp":1e300,"_runtime":-1e300}',
             '{"_step":30,"a":{"":{"":1}}}', '{"_step":31,"a":{}}', '{"_step":32}', "{}"]
    for offset, line in enumerate(lines):
        assert world.send(offset, [line]) == 200, line
    rows = {row["_step"]: row for row in world.rows()}
    assert rows[24]["a"] == 123456789012345678901234567890, rows[24]
    assert rows[26]["a\x00b"] == 1 and rows[32] is not None
    page = world.api.run("alice", "p", "r")
    assert isinstance(page["runtime_s"], (int, float)) and page["counts"]["history_lines"] == 20
    for path in ("/api/projects/alice/p/metrics", "/api/projects/alice/p/columns",
                 "/api/projects/alice/p/runs?since=0", "/api/home"):
        assert world.api.get(path).status == 200, path
    world.still_well()


@case("a hundred thousand keys in one run are the end, not a fall")
def _(world):
    world.start_run()
    for part in range(12):
        row = {f"key{part * 10_000 + i}": i for i in range(10_000)}
        wanted = 200 if part < 10 else 413
        answer = world.stream(streams.body(part, [json.dumps({"_step": part, **row})]))
        assert answer.status == wanted, (part, answer.status)
    assert "keys" in answer.json()["errors"][0]["message"], answer.body
    assert world.send(10, ['{"_step":10,"key5":1}']) == 200  # what is known is still taken
    counts = world.counts()
    assert counts["history_lines"] == 11 and counts["rows"] == 11, counts
    assert len(world.rows()) == 11
    world.still_well()


@case("bodies over the bound are refused without being read to the end")
def _(world):
    world.start_run()
    big = b'{"files":{"wandb-history.jsonl":{"offset":0,"content":["' + b"x" * (65 << 20) + b'"]}}}'
    answer = sent_until_refused(world, "/files/alice/p/r/file_stream", big)
    assert answer in (None, 413), answer
    answer = sent_until_refused(world, "/graphql", b'{"query":"' + b"x" * (33 << 20) + b'"}')
    assert answer in (None, 413), answer
    world.still_well()


def sent_until_refused(world, path, body):
    """The status, or None when the daemon closed the connection while we were sending."""
    try:
        return world.api.request("POST", path, body).status
    except (ConnectionError, OSError):
        return None


@case("three hundred megabytes do not enlarge the daemon")
def _(world):
    world.start_run()
    before = world.daemon.resident_bytes()
    for path in ("/files/alice/p/r/file_stream", "/graphql", "/api/series", "/", "/nowhere"):
        status = sent_until_refused(world, path, b"x" * (300 << 20))
        assert status is None or 400 <= status < 500, (path, status)
    grown = world.daemon.resident_bytes() - before
    assert grown < 200 << 20, grown
    world.still_well()


@case("a gzip bomb is refused, an honest gzip body is taken")
def _(world):
    world.start_run()
    packed = {"Content-Encoding": "gzip"}
    honest = gzip.compress(json.dumps(GOOD).encode())
    assert world.stream(honest, headers=packed).status == 200
    assert len(world.rows()) == 3
    bomb = gzip.compress(b" " * (300 << 20), 9)
    before = world.daemon.resident_bytes()
    assert world.stream(bomb, headers=packed).status in (400, 413)
    twice = gzip.compress(gzip.compress(b"0" * (200 << 20), 9), 9)
    assert world.stream(twice, headers=packed).status in (400, 413)
    for broken in (honest[:-9], honest[:20], b"\x1f\x8b", b"x" * 100, honest + b"tail",
                   zlib.compress(b"{}"), b""):
        status = world.stream(broken, headers=packed).status
        assert status in (200, 400, 413), status
    for unknown in ("br", "deflate", "gzip, gzip", "x" * 1000):
        status = world.stream(honest, headers={"Content-Encoding": unknown}).status
        assert status in (200, 400, 415), (unknown, status)
    assert world.daemon.resident_bytes() - before < 150 << 20
    assert len(world.rows()) == 3
    world.still_well()
