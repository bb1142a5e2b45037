# SPDX-License-Identifier: Apache-2.0
"""Files larger than the daemon may ever hold in memory."""
import hashlib
import http.client
import threading
import urllib.parse

from ensemble_testing import raw_http
from ensemble_testing.cases import case

PIECE = 1 << 20


def pieces(size, seed=b"piece"):
    """Bytes that differ from piece to piece, the same at every call; a short one at the end."""
    block = hashlib.shake_256(seed).digest(PIECE)
    for number in range(0, size, PIECE):
        head = hashlib.sha256(seed + str(number).encode()).digest()
        yield (head + block[len(head):])[:size - number]


def digest_of(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


class Watch:
    """The largest resident memory of the daemon while a block runs."""

    def __init__(self, daemon):
        self.daemon, self.most, self.over = daemon, 0, threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def _look(self):
        while not self.over.wait(0.02):
            self.most = max(self.most, self.daemon.resident_bytes())

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def upload(world, size, name):
    made = world.api.graphql(raw_http.CREATE_FILES, {
        "entity": "alice", "project": "p", "run": "r", "files": [name]})
    address = urllib.parse.urlsplit(made["createRunFiles"]["files"][0]["uploadUrl"])
    wire = http.client.HTTPConnection("127.0.0.1", world.daemon.port, timeout=120)
    wire.request("PUT", address.path + ("?" + address.query if address.query else ""),
                 pieces(size), {"Content-Length": str(size)})
    answer = wire.getresponse()
    answer.read()
    wire.close()
    return answer.status


def download(world, name, headers=None):
    """Status, headers and a digest of what came."""
    wire = http.client.HTTPConnection("127.0.0.1", world.daemon.port, timeout=120)
    wire.request("GET", "/api/runs/alice/p/r/files/" + name, headers={
        "Authorization": raw_http.basic(world.daemon.keys["alice"]), **(headers or {})})
    answer = wire.getresponse()
    digest = digest_of(iter(lambda: answer.read(PIECE), b""))
    wire.close()
    return answer.status, answer.headers, digest


def in_and_out(world, size):
    world.start_run()
    assert upload(world, PIECE + 1, "warm") == 200
    before = world.daemon.resident_bytes()
    with Watch(world.daemon) as watch:
        assert upload(world, size, "big") == 200
        status, headers, digest = download(world, "big")
    assert status == 200 and int(headers["Content-Length"]) == size
    assert digest == digest_of(pieces(size))
    first, last = size // 2 - 7, size // 2 + 3 * PIECE
    status, headers, digest = download(world, "big", {"Range": f"bytes={first}-{last}"})
    assert status == 206 and headers["Content-Range"] == f"bytes {first}-{last}/{size}", headers
    whole = b"".join(part for number, part in enumerate(pieces(size))
                     if first // PIECE <= number <= last // PIECE)
    begin = first - first // PIECE * PIECE
    assert digest == hashlib.sha256(whole[begin:begin + last - first + 1]).hexdigest()
    grown = watch.most - before
    print(f"# {size >> 20} MiB in and out: the daemon grew by {grown / (1 << 20):.0f} MiB",
          flush=True)
    assert grown < 64 << 20, grown
    world.still_well()


@case("a gigabyte goes in and out byte by byte while the daemon stays small")
def _(world):
    in_and_out(world, (1 << 30) + 12_345)


@case("five gigabytes go in and out byte by byte while the daemon stays small", long=True,
      alone=True)
def _(world):
    in_and_out(world, (5 << 30) + 12_345)
