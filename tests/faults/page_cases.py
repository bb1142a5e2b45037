# SPDX-License-Identifier: Apache-2.0
"""Very many pages whose daemon dies under them."""
import random
import sqlite3
import threading
import time
import uuid

from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for
from ensemble_testing.web_socket import WebSocket

LAST_WORD = "the last word"
PEOPLE, PAGES_EACH, COMMANDS_EACH, KILLS = 8, 25, 8, 4


class Page(threading.Thread):
    """Keeps what a browser's page keeps, and comes back as it does."""

    def __init__(self, port, cookie, number):
        super().__init__(daemon=True)
        self.port, self.cookie, self.number = port, cookie, number
        self.client = uuid.uuid4().hex
        self.epoch, self.positions, self.names = "", {}, {}
        self.next_seq, self.fault = 1, None
        self.coming = [self.command(n) for n in range(COMMANDS_EACH)]
        self.waiting = [self.coming.pop() for _ in range(2)]
        self.settled = {}  # id: outcomes
        self.socket = None

    def command(self, n):
        language = ("fr", "es", "en", "ko")[(self.number + n) % 4]
        return {"id": uuid.uuid4().hex, "claimed_at_ms": 1764662400000, "do": "edit_profile",
                "language": language}

    def run(self):
        attempt = 0
        while not self.is_done():
            try:
                self.live()
            except OSError:
                attempt = 0 if self.socket else attempt + 1
                time.sleep(random.uniform(0, min(5.0, 0.2 * 2 ** attempt)))
            except Exception as fault:  # told by the case
                self.fault = fault
                return

    def is_done(self):
        return LAST_WORD in self.names.values()

    def live(self):
        self.socket = None
        socket = WebSocket(self.port, {"Cookie": self.cookie}, path="/api/sync")
        if socket.status != 101:
            raise ConnectionError(socket.status)
        self.socket = socket
        socket.send({"t": "hello", "proto": 2, "schema": "", "client": self.client,
                     "device": self.client, "epoch": self.epoch,
                     "positions": [{"scope": scope, "version": version}
                                   for scope, version in self.positions.items()]})
        while not self.is_done():
            message = socket.receive()
            if message is None:
                raise ConnectionError("closed")
            self.take(message)

    def take(self, message):
        if message["t"] == "bye":
            raise ConnectionError(message["code"])
        if message["t"] == "hello_ok":
            assert self.epoch in ("", message["epoch"]), "another history"
            self.epoch, self.next_seq = message["epoch"], message["last_seq"] + 1
            return self.push(self.waiting)
        for scope in message.get("scopes", []):
            name = scope["scope"]
            whole = scope.get("whole", False)
            assert whole or scope.get("from", 0) == self.positions.get(name, 0), scope
            self.positions[name] = scope["to"]
            self.names.update((row["id"], row.get("full_name")) for row in scope.get("put", [])
                              if row["k"] == "user")
        for outcome in message.get("outcomes", []):
            self.settled.setdefault(outcome["id"], []).append(outcome)
            self.waiting = [c for c in self.waiting if c["id"] != outcome["id"]]
        if self.coming and not self.waiting:
            self.waiting = [self.coming.pop() for _ in range(min(2, len(self.coming)))]
            self.push(self.waiting)

    def push(self, commands):
        if commands:
            self.socket.send({"t": "push", "commands": [
                {"seq": self.next_seq + i, **command} for i, command in enumerate(commands)]})
            self.next_seq += len(commands)


def sign_in(daemon, name):
    link = daemon.command("user", "link", name).stdout.strip().splitlines()[-1]
    client = daemon.client()
    answer = client.request("POST", "/api/session", {"token": link.split("token=")[1]},
                            {"X-Ensemble-Request": "1"})
    assert answer.status == 200, answer
    return answer.headers["set-cookie"].split(";")[0]


def logged(daemon):
    """How often each command is in the log of what was done."""
    with sqlite3.connect(f"file:{daemon.data}/ensemble.db?mode=ro", uri=True) as database:
        return dict(database.execute(
            "SELECT command_id, count(*) FROM command_log GROUP BY command_id"))


@case("two hundred pages come back after every kill -9, and what each asked for is done once",
      alone=True)
def _(world):
    daemon = world.daemon
    people = ["alice", "bob"] + [f"person-{n}" for n in range(PEOPLE - 2)]
    for name in people[2:]:
        daemon.add_user(name)
    cookies = [sign_in(daemon, name) for name in people]
    pages = [Page(daemon.port, cookies[n % PEOPLE], n) for n in range(PEOPLE * PAGES_EACH)]
    dice = random.Random(11)
    for page in pages:
        page.start()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.05, 0.4))  # a random moment is the point
        daemon.kill()
        daemon.start()
    fault = lambda: next((page.fault for page in pages if page.fault), None)  # noqa: E731
    wait_for("every outcome", lambda: fault() or not any(
        page.waiting or page.coming for page in pages), 60)
    assert fault() is None, repr(fault())
    named = daemon.client("alice").request(
        "POST", "/api/commands", {"do": "edit_profile", "full_name": LAST_WORD})
    assert named.status == 200, named
    for page in pages:
        page.join(30)
        assert page.fault is None and page.is_done(), (page.number, repr(page.fault))
    ids = [(page, command) for page in pages for command in page.settled]
    assert len(ids) == len(pages) * COMMANDS_EACH, len(ids)
    for page, command in ids:
        assert not any("refused" in outcome for outcome in page.settled[command])
    daemon.stop()
    done = logged(daemon)
    assert all(done.get(command) == 1 for _, command in ids), "not once"
    assert daemon.check().returncode == 0
