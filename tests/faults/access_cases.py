# SPDX-License-Identifier: Apache-2.0
"""Keys, other people's runs, and names that try to get out of their place."""
import base64
import hashlib
import json
import os
import socket
import urllib.parse

from ensemble_testing import raw_http, streams
from ensemble_testing.cases import case
from ensemble_testing.raw_http import Client

WRONG = "0123456789abcdef0123456789abcdef01234567"
QUERY = "query Q($p: String!, $e: String!, $r: String!) { project(name: $p, entityName: $e) { "
READ = QUERY + "id run(name: $r) { id name config historyKeys } } }"
LEGACY = ("query RunResumeStatus($p: String, $e: String, $r: String!) { model(name: $p, "
          "entityName: $e) { id bucket(name: $r, missingOk: true) { id historyLineCount } } }")


@case("without a key, with a wrong or a revoked one nothing opens")
def _(world):
    world.start_run()
    made = world.api.request("POST", "/api/keys", {"name": "soon revoked"},
                             {"X-Ensemble-Request": "1"})
    assert made.status == 201, made
    secret, number = made.json()["secret"], made.json()["key"]["id"]
    fresh = Client(world.daemon.port, secret)
    assert fresh.file_stream("alice", "p", "r", {}).status == 200
    world.api.request("DELETE", f"/api/keys/{number}", b"", {"X-Ensemble-Request": "1"})
    lines = streams.history_lines(0, 1)
    odd = ["", "Basic", "Basic !!!!", "Basic " + "A" * 50_000, "Bearer x", "Basic YXBpOg==",
           raw_http.basic("x" * 5000), "Negotiate abc", raw_http.basic(secret)[:-3],
           raw_http.basic(world.daemon.keys["alice"].upper() + "x")]
    clients = [(key, {}) for key in (None, WRONG, secret)]
    clients += [(None, {"Authorization": value}) for value in odd]
    for key, headers in clients:
        client = Client(world.daemon.port, key)
        for method, path, body in (
                ("POST", "/files/alice/p/r/file_stream", streams.body(0, lines)),
                ("POST", "/graphql", {"query": READ, "variables": {"p": "p", "e": "alice",
                                                                   "r": "r"}}),
                ("GET", "/api/home", None), ("GET", "/api/runs/alice/p/r", None),
                ("GET", "/api/live", None), ("POST", "/api/series", {}),
                ("GET", "/artifactsV2/default/alice/p/c/QXJ0aWZhY3Q6MQ==/" + "0" * 32 + "/a",
                 None)):
            answer = client.request(method, path, body, {**headers, "X-Ensemble-Request": "1"})
            assert answer.status in (400, 401, 404, 426, 431), (key, headers, path, answer)
            if path == "/files/alice/p/r/file_stream" and answer.status not in (400, 431):
                assert answer.status == 401 and answer.json()["errors"], answer
            assert b"metric" not in answer.body
    assert world.rows() == []
    world.still_well()


def storage_id(number):
    return base64.b64encode(f"Run:{number}".encode()).decode()


@case("another user's run looks exactly like one that does not exist")
def _(world):
    world.start_run("exists", "private")
    assert world.send(0, streams.history_lines(0, 3), "exists", "private") == 200
    assert world.api.upload("alice", "private", "exists", "a.txt", b"secret").status == 200
    number = world.api.run("alice", "private", "exists")["id"]
    bob = world.daemon.client("bob")
    page = {"X-Ensemble-Request": "1"}
    hidden = ("exists", "private", number)
    missing = ("absent", "private", 999_983)
    nowhere = ("absent", "missing", 999_983)

    def requests(run, project, number):
        base = f"/api/runs/alice/{project}/{run}"
        variables = {"p": project, "e": "alice", "r": run}
        files = {"entity": "alice", "project": project, "run": run, "files": ["a.txt"]}
        yield "run", bob.get(base)
        for below in ("/files", "/files/a.txt", "/console", "/console.txt", "/artifacts",
                      "/media?key=a"):
            yield below, bob.get(base + below)
        yield "patch", bob.request("PATCH", base, {"notes": "x"}, page)
        yield "stop", bob.request("POST", base + "/stop", b"", page)
        yield "delete", bob.request("DELETE", base, None, page)
        yield "project", bob.get(f"/api/projects/alice/{project}")
        yield "table", bob.get(f"/api/projects/alice/{project}/runs?since=0")
        yield "columns", bob.get(f"/api/projects/alice/{project}/columns")
        yield "series", bob.request("POST", "/api/series", {
            "project": number, "runs": [number], "keys": ["metric_0"], "stream": "history",
            "x": "_step", "range": None, "points": 100}, page)
        yield "file stream", bob.file_stream("alice", project, run, streams.body(0, ["{}"]))
        yield "heartbeat", bob.file_stream("alice", project, run, {})
        yield "read", bob.graphql_answer(READ, variables)
        yield "legacy", bob.graphql_answer(LEGACY, variables, "RunResumeStatus")
        yield "files", bob.graphql_answer(raw_http.CREATE_FILES, files)
        yield "delete by id", bob.graphql_answer(
            "mutation D($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }",
            {"id": storage_id(number)})
        yield "stop by id", bob.graphql_answer(
            "mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }",
            {"id": storage_id(number)})
        yield "upsert by id", bob.graphql_answer(raw_http.UPSERT, {
            "id": storage_id(number), "notes": "mine"}, "UpsertBucket")
        yield "upsert by name", bob.graphql_answer(raw_http.UPSERT, {
            "entity": "alice", "project": project, "name": run}, "UpsertBucket")

    def masked(answer, run, project, number):
        status, kind, body = answer.comparable()
        for word in (storage_id(number), run, project, str(number)):
            body = body.replace(word.encode(), b"*")
        return status, kind, body

    wrong = []
    for other in (missing, nowhere):
        for (what, one), (_, two) in zip(requests(*hidden), requests(*other)):
            if masked(one, *hidden) != masked(two, *other):
                wrong.append((what, one.status, one.body[:300], two.status, two.body[:300]))
    assert not wrong, wrong
    assert len(world.rows("exists", "private")) == 3
    assert world.api.run("alice", "private", "exists")["notes"] == ""


@case("a run that is not there is a 404 with a sentence, and is not made")
def _(world):
    world.start_run("there")
    for entity, project, run in (("alice", "p", "absent"), ("alice", "absent", "there"),
                                 ("nobody", "p", "there")):
        for body in ({}, streams.body(0, streams.history_lines(0, 1)), {"complete": True,
                                                                       "exitcode": 0}):
            answer = world.api.file_stream(entity, project, run, body)
            assert answer.status == 404 and run in answer.json()["errors"][0]["message"], answer
        answer = world.api.graphql_answer(READ, {"p": project, "e": entity, "r": run})
        assert answer.status == 200 and "errors" not in answer.json(), answer
        found = answer.json()["data"]["project"]
        assert found is None or found["run"] is None, found
    assert world.api.get("/api/runs/alice/p/absent").status == 404
    world.still_well()


@case("an upload address works for its file alone and not for another caller's wish")
def _(world):
    world.start_run()
    made = world.api.graphql(raw_http.CREATE_FILES, {
        "entity": "alice", "project": "p", "run": "r", "files": ["a.txt", "b.txt"]})
    urls = {f["name"]: f["uploadUrl"] for f in made["createRunFiles"]["files"]}
    open_client = Client(world.daemon.port)

    def put(url, content=b"x"):
        parts = urllib.parse.urlsplit(url)
        return open_client.request("PUT", parts.path + ("?" + parts.query if parts.query else ""),
                                   content).status

    good = urls["a.txt"]
    assert put(good, b"mine") == 200
    for bad in (good.replace("a.txt", "b.txt"), good.replace("a.txt", "c.txt"),
                good.replace("/r/", "/s/"), good.replace("alice", "bob"), good[:-1],
                good + "/../b.txt", swapped(good)):
        if bad != good:
            status = put(bad, b"evil")
            assert status in (400, 401, 403, 404), (bad, status)
    files = {f["name"]: f["bytes"] for f in world.api.page_get(
        "runs", "alice", "p", "r", "files")["files"]}
    assert files == {"a.txt": 4}, files


def swapped(url):
    """The address with one character of its longest part changed."""
    parts = url.replace("?", "/").replace("&", "/").replace("=", "/").split("/")
    longest = max(parts, key=len)
    other = ("B" if longest[3] != "B" else "C")
    return url.replace(longest, longest[:3] + other + longest[4:])


@case("file names cannot leave their run")
def _(world):
    world.start_run()
    canary = world.daemon.folder / "canary"
    canary.write_text("untouched")
    bad = ["../canary", "../../canary", "a/../../canary", "/etc/passwd", "..", ".", "", "a/",
           "a//b", "a\0b", "a/./b", "\\..\\canary", "..\\canary", "a" * 2000, "a/" * 600 + "b",
           str(canary), "a\nb", "\x7f", "a\r\nX: y"]
    taken = {}
    for name in bad:
        try:
            answer = world.api.upload("alice", "p", "r", name, b"evil")
        except AssertionError:
            continue  # createRunFiles refused it
        if answer is not None and answer.status == 200:
            taken[name] = True
    assert canary.read_text() == "untouched"
    files = [f["name"] for f in world.api.page_get("runs", "alice", "p", "r", "files")["files"]]
    for name in files:
        parts = name.split("/")
        assert ".." not in parts and not name.startswith("/") and "\0" not in name, name
    root = world.daemon.folder
    for path in ("/api/runs/alice/p/r/files/..%2f..%2fcanary", "/api/runs/alice/p/r/files/%2e%2e",
                 "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fcanary",
                 "/api/runs/alice/p/r/files/a%00b", "/..%5c..%5ccanary", "//etc/passwd",
                 f"/api/runs/alice/p/r/files/{urllib.parse.quote(str(canary))}",
                 "/artifactsV2/default/alice/p/c/x/..%2f..%2fcanary/a"):
        answer = raw_get(world, path)
        assert b"untouched" not in answer and b"root:" not in answer, path
    outside = [p for p in root.iterdir() if p.name not in ("canary", "data", "log")]
    assert not outside, outside
    world.still_well()


def raw_get(world, path):
    with socket.create_connection(("127.0.0.1", world.daemon.port), 10) as wire:
        key = raw_http.basic(world.daemon.keys["alice"])
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\n"
                     "Connection: close\r\n\r\n".encode())
        found = b""
        while piece := wire.recv(65536):
            found += piece
        return found


@case("hostile names of runs, projects and tags are text and nothing else")
def _(world):
    names = ["<script>alert(1)</script>", "'; DROP TABLE runs; --", "a b", "한국어", "..", ".",
             "%2e%2e", "a/b", "a\\b", "a?b#c", "\u202egnp.exe", "a" * 128, "nul\0l", "new\nline",
             "{{7*7}}", "${jndi:ldap://x}", "\ufeff", "💣" * 10, "CON", "-rf", "*", "a%00b"]
    stored = []
    for name in names:
        answer = world.api.graphql_answer(raw_http.UPSERT, {
            "entity": "alice", "project": "p", "name": name, "displayName": name, "notes": name,
            "tags": [name], "groupName": name, "jobType": name, "host": name, "program": name,
            "config": json.dumps({name: {"value": name}})}, "UpsertBucket")
        assert answer.status in (200, 400, 413, 422), (name, answer.status, answer.body[:300])
        if answer.status != 200 or answer.json().get("errors"):
            continue
        stored.append(name)
        bucket = answer.json()["data"]["upsertBucket"]["bucket"]
        assert bucket["name"] == name and bucket["displayName"] == name, bucket
        line = json.dumps({"_step": 0, name: name})
        assert world.send(0, [line], name) == 200, name
        assert world.rows(name) == [{"_step": 0, name: name}], (name, world.rows(name))
        page = world.api.run("alice", "p", name)
        assert page["name"] == name and page["notes"] == name and page["tags"] == [name], page
        assert page["group"] == name and page["job_type"] == name
        found = json.loads(page["config"])[name]
        assert found in (name, {"value": name}), found
    assert len(stored) >= 10, stored
    for project in ("<b>", "..", "a/b", "x" * 129, "a\0b", "", "한국어", "a b"):
        answer = world.api.graphql_answer(raw_http.UPSERT, {
            "entity": "alice", "project": project, "name": "r1"}, "UpsertBucket")
        assert answer.status in (200, 400, 413, 422), (project, answer.status)
    page = world.api.get("/alice/p/runs/" + urllib.parse.quote(names[0], safe=""))
    assert b"<script>alert(1)" not in page.body
    world.still_well()


@case("a name over its bound is refused, at the bound it is taken")
def _(world):
    for size, fine in ((128, True), (129, False), (100_000, False)):
        answer = world.api.graphql_answer(raw_http.UPSERT, {
            "entity": "alice", "project": "p", "name": "n" * size}, "UpsertBucket")
        assert (answer.status == 200) == fine, (size, answer.status)
        answer = world.api.graphql_answer(raw_http.UPSERT, {
            "entity": "alice", "project": "q" * size, "name": "n"}, "UpsertBucket")
        assert (answer.status == 200) == fine, (size, answer.status)
    world.still_well()


@case("files and uploads keep every byte")
def _(world):
    world.start_run()
    contents = {"empty": b"", "nul": b"\0" * 1000, "all": bytes(range(256)) * 40,
                "big": os.urandom(20 << 20), "deep/er/x.bin": os.urandom(10)}
    for name, content in contents.items():
        assert world.api.upload("alice", "p", "r", name, content).status == 200, name
    for name, content in contents.items():
        answer = world.api.get("/api/runs/alice/p/r/files/" + urllib.parse.quote(name))
        assert answer.status == 200, (name, answer.status)
        assert hashlib.sha256(answer.body).digest() == hashlib.sha256(content).digest(), name
    answer = world.api.get("/api/runs/alice/p/r/files/big", headers={"Range": "bytes=-5"})
    assert answer.status == 206 and answer.body == contents["big"][-5:]
    for odd in ("bytes=5-2", "bytes=999999999-", "bytes=a-b", "bytes=0-0,2-3", "x", "bytes=-0"):
        answer = world.api.get("/api/runs/alice/p/r/files/big", headers={"Range": odd})
        assert answer.status in (200, 206, 400, 416), (odd, answer.status)
