# SPDX-License-Identifier: Apache-2.0
"""Sockets that misbehave."""
import os
import random
import socket
import time

from ensemble_testing import raw_http, streams
from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for
from ensemble_testing.web_socket import WebSocket


def connect(world):
    return socket.create_connection(("127.0.0.1", world.daemon.port), 20)


def closed(wire, limit_s):
    """Whether the daemon closes the connection within the time."""
    wire.settimeout(limit_s)
    try:
        while wire.recv(65536):
            pass
        return True
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def descriptors(world):
    return len(os.listdir(f"/proc/{world.daemon.process.pid}/fd"))


@case("five hundred idle sockets harm nobody")
def _(world):
    before = world.daemon.resident_bytes()
    wires = [connect(world) for _ in range(500)]
    world.still_well()
    assert world.daemon.resident_bytes() - before < 60 << 20
    for wire in wires:
        wire.close()
    wait_for("the sockets to be given back", lambda: descriptors(world) < 100)


@case("a caller that sends a byte at a time is cut off and stops nobody", slow=True)
def _(world):
    slow = []
    for _ in range(100):
        wire = connect(world)
        wire.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\n")
        slow.append(wire)
    body = connect(world)
    body.sendall(b"POST /files/alice/p/r/file_stream HTTP/1.1\r\nHost: x\r\nAuthorization: "
                 + raw_http.basic(world.daemon.keys["alice"]).encode()
                 + b"\r\nContent-Length: 1000000\r\n\r\n{")
    world.still_well()
    end = time.monotonic() + 90
    left = list(slow)
    while left and time.monotonic() < end:
        for wire in list(left):
            try:
                wire.sendall(b"X-A: b\r\n")
                wire.settimeout(0.01)
                if wire.recv(1000) == b"":
                    left.remove(wire)
            except TimeoutError:
                pass
            except OSError:
                left.remove(wire)
        time.sleep(0.5)
    assert not left, f"{len(left)} of 100 are still open after 90 s"
    world.still_well()


@case("random bytes on the port are answered or cut, never fatal")
def _(world):
    dice = random.Random(11)
    for size in (1, 10, 100, 10_000, 300_000):
        for _ in range(20):
            with connect(world) as wire:
                try:
                    wire.sendall(dice.randbytes(size))
                    wire.shutdown(socket.SHUT_WR)
                    assert closed(wire, 20), size
                except OSError:
                    pass
    world.still_well()


ODD_HEADS = [
    b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n",
    b"get / http/1.1\r\nHost: x\r\n\r\n", b"\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
    b"0\r\n\r\nGET / HTTP/1.1\r\n",
    b"POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]


@case("odd heads get 4xx or a closed connection")
def _(world):
    wrong = []
    for head in ODD_HEADS:
        with connect(world) as wire:
            try:
                wire.sendall(head)
                wire.shutdown(socket.SHUT_WR)
                wire.settimeout(30)
                answer = wire.recv(65536)
            except ConnectionError:
                continue
            if answer and not answer.startswith(b"HTTP/1."):
                wrong.append((head[:60], answer[:100]))
            elif answer[9:10] == b"5" and answer[9:12] not in (b"501", b"505"):
                wrong.append((head[:60], answer[:100]))
    assert not wrong, wrong
    world.still_well()


@case("one request cannot be smuggled inside another")
def _(world):
    world.start_run()
    key = raw_http.basic(world.daemon.keys["alice"]).encode()
    hidden = (b"POST /files/alice/p/r/file_stream HTTP/1.1\r\nHost: x\r\nAuthorization: " + key
              + b"\r\nContent-Length: 2\r\n\r\n{}")
    with connect(world) as wire:
        wire.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % len(hidden) + hidden)
        wire.settimeout(20)
        answer = wire.recv(65536)
        assert answer.count(b"HTTP/1.1") <= 1 and b"stopped" not in answer, answer
    world.still_well()


@case("many requests down one connection are answered in order")
def _(world):
    world.start_run()
    lines = streams.history_lines(0, 200)
    key = raw_http.basic(world.daemon.keys["alice"])
    whole = b""
    for i, line in enumerate(lines):
        body = raw_http.json.dumps(streams.body(i, [line])).encode()
        whole += (f"POST /files/alice/p/r/file_stream HTTP/1.1\r\nHost: x\r\nAuthorization: {key}"
                  f"\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body
    with connect(world) as wire:
        wire.sendall(whole)
        found = b""
        wire.settimeout(30)
        while found.count(b"HTTP/1.1 200") < 200:
            piece = wire.recv(65536)
            assert piece, found[-300:]
            found += piece
    streams.same_rows(world.rows(), lines)


@case("garbage on a WebSocket closes that socket only")
def _(world):
    headers = {"Authorization": raw_http.basic(world.daemon.keys["alice"])}
    dice = random.Random(4)
    good = WebSocket(world.daemon.port, headers)
    assert good.status == 101
    good.send({"t": "hello", "proto": 1})
    good.receive_until("hello_ok")
    frames = [(1, b"no json", True, True), (1, b"\xff\xfe", True, True), (2, b"binary", True, True),
              (1, b"{}", True, False), (3, b"", True, True), (15, b"x", True, True),
              (1, b"x" * (1 << 20), True, True), (9, b"x" * 126, True, True),
              (8, b"\x00", True, True), (0, b"lost", True, True),
              (1, b"[" * 60_000, True, True), (1, b'{"t":"sub","scope":"run:-1"}', True, True),
              (1, b'{"t":"sub","scope":"run:99999999999999999999"}', True, True),
              (1, b'{"t":"sub","scope":"' + b"a" * 10_000 + b'"}', True, True),
              (1, b'{"t":5}', True, True), (1, b'{"t":"unknown"}', True, True)]
    for opcode, payload, final, masked in frames:
        socket_ = WebSocket(world.daemon.port, headers)
        assert socket_.status == 101
        try:
            socket_.send_frame(opcode, payload, final, masked)
            socket_.send({"t": "hello", "proto": 1})
        except OSError:
            pass
        socket_.close()
    for _ in range(50):
        socket_ = WebSocket(world.daemon.port, headers)
        socket_.socket.sendall(dice.randbytes(200))
        socket_.close()
    for scope in range(200):
        good.send({"t": "sub", "scope": f"run:{100_000 + scope}"})
    good.send({"t": "ping"})
    while (message := good.receive()) and message["t"] != "pong":
        assert message["t"] in ("scope_drop", "error"), message
    world.still_well()


@case("a WebSocket of another origin or without a session is refused")
def _(world):
    nobody = WebSocket(world.daemon.port)
    assert nobody.status in (401, 403), nobody.status
    nobody.close()
    answer = world.api.get("/api/live", headers={
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "http://evil.example"})
    assert answer.status in (400, 401, 403), answer


@case("every route survives every method with garbage")
def _(world):
    dice = random.Random(2)
    paths = ["/", "/graphql", "/ready", "/metrics", "/api/home", "/api/session", "/api/keys",
             "/api/keys/999999", "/api/user", "/api/user/password", "/api/series", "/api/live",
             "/api/projects/alice/p", "/api/projects/alice/p/runs?since=x&columns=%00,,a",
             "/api/projects/alice/p/columns", "/api/projects/alice/p/metrics",
             "/api/runs/alice/p/r", "/api/runs/alice/p/r/console?first=x&max=-1",
             "/api/runs/alice/p/r/console?search=%5B&regex=1",
             "/api/runs/alice/p/r/console?first=-99999999999999999999&max=99999999",
             "/api/runs/alice/p/r/files", "/api/runs/alice/p/r/files/x",
             "/api/runs/alice/p/r/media?key=", "/api/runs/alice/p/r/stop", "/oidc/token",
             "/files/alice/p/r/file_stream", "/files/a/b", "/storage/x", "/artifacts/alice/x",
             "/artifactsV2/default/alice/p/c/x/y/z", "/signin?token=x", "/authorize", "/api"]
    world.start_run()
    bodies = [None, b"", b"{}", b"[]", b"null", dice.randbytes(3000), b"{" * 1000,
              b'{"project":1e99,"runs":["x"],"keys":[null],"points":-1}',
              b'{"project":1,"runs":[1],"keys":["a"],"stream":"history","x":"_step",'
              b'"range":[1e308,-1e308],"points":4000}']
    wrong = []
    for path in paths:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"):
            for body in bodies if method in ("POST", "PUT", "PATCH") else bodies[:2]:
                for headers in ({"X-Ensemble-Request": "1"},):
                    answer = world.api.request(method, path, body, headers)
                    if answer.status >= 500:
                        wrong.append((method, path, body, answer.status, answer.body[:200]))
    assert not wrong, wrong
    world.still_well()
