# SPDX-License-Identifier: Apache-2.0
"""Live sockets of people and scripts whose access ends while they listen."""
from ensemble_testing import raw_http, streams
from ensemble_testing.cases import case
from ensemble_testing.raw_http import Client
from ensemble_testing.web_socket import WebSocket

TEAM, INVITE = 5_000_000_001, 5_000_000_002


def command(world, asker, **fields):
    answer = world.daemon.client(asker).request("POST", "/api/commands", fields)
    assert answer.status == 200, (fields, answer)


def key_of(world, user, **bounds):
    made = world.daemon.client(user).request("POST", "/api/keys", {"name": "live", **bounds})
    assert made.status == 201, made
    return made.json()


def listen(world, secret, *scopes):
    socket = WebSocket(world.daemon.port, {"Authorization": raw_http.basic(secret)})
    assert socket.status == 101, socket.status
    socket.send({"t": "hello", "proto": 1})
    assert socket.receive()["t"] == "hello_ok"
    for scope in scopes:
        socket.send({"t": "sub", "scope": scope})
    return socket


def until_pong(socket):
    """What the daemon had sent before it answers; None at the end when it closed."""
    socket.send({"t": "ping"})
    heard = []
    while True:
        message = socket.receive()
        if message is None:
            return heard + [None]
        if message["t"] == "pong":
            return heard
        heard.append(message)


class Team:
    """Alice steers vision; Bob is in it. One run of alice in vision/digits."""

    def __init__(self, world):
        self.world = world
        world.daemon.command("user", "admin", "alice")
        command(world, "alice", do="create_team", team=TEAM, name="vision")
        bob = world.daemon.client("bob").get("/api/session").json()["user"]["id"]
        command(world, "alice", do="invite_member", invite=INVITE, team=TEAM, user=bob,
                role={"base": "member"})
        command(world, "bob", do="accept_invite", team=TEAM, invite=INVITE)
        self.bob = bob
        self.lines = 0
        for project in ("digits", "faces"):
            world.api.upsert_run("vision", project, "r")
        self.run = world.api.run("vision", "digits", "r")["id"]
        self.scope = f"run:{self.run}"

    def grow(self):
        lines = streams.history_lines(self.lines, 1)
        answer = self.world.api.file_stream("vision", "digits", "r",
                                            streams.body(self.lines, lines))
        assert answer.status == 200, answer
        self.lines += 1


@case("whoever is taken out of a team hears nothing more on a live socket that is open")
def _(world):
    team = Team(world)
    bob = listen(world, world.daemon.keys["bob"], team.scope)
    alice = listen(world, world.daemon.keys["alice"], team.scope)
    assert until_pong(bob) == []
    team.grow()
    assert bob.receive_until("live")["runs"][0]["step"] == 0
    command(world, "alice", do="remove_member", team=TEAM, user=team.bob)
    told = bob.receive_until("scope_drop")
    assert told == {"t": "scope_drop", "scope": team.scope, "reason": "deleted"}, told
    for step in (1, 2, 3):
        team.grow()
        while alice.receive_until("live")["runs"][0]["step"] < step:
            pass
    assert until_pong(bob) == []


@case("a live socket closes with the key that opened it, and with its user")
def _(world):
    team = Team(world)
    revoked, replaced, kept = (key_of(world, "bob") for _ in range(3))
    sockets = [listen(world, key["secret"], team.scope) for key in (revoked, replaced, kept)]
    for socket in sockets:
        assert until_pong(socket) == []
    page = world.daemon.client("bob")
    answer = page.request("DELETE", f"/api/keys/{revoked['key']['id']}")
    assert answer.status == 204, answer
    answer = page.request("POST", f"/api/keys/{replaced['key']['id']}/rotate", {})
    assert answer.status == 201, answer
    for socket in sockets[:2]:
        assert socket.receive_until("error")["code"] == "unauthenticated"
        assert socket.receive() is None
    assert until_pong(sockets[2]) == []
    world.daemon.command("user", "deactivate", "bob")
    assert sockets[2].receive_until("error")["code"] == "unauthenticated"
    assert sockets[2].receive() is None


@case("a key for one project listens to that project alone, and makes no other key")
def _(world):
    team = Team(world)
    faces = world.api.run("vision", "faces", "r")["id"]
    project = world.api.page_get("projects", "vision", "faces")["id"]
    key = key_of(world, "alice", team=TEAM, project=project)
    socket = listen(world, key["secret"], team.scope, f"run:{faces}", "run:999983")
    assert until_pong(socket) == [
        {"t": "scope_drop", "scope": team.scope, "reason": "deleted"},
        {"t": "scope_drop", "scope": "run:999983", "reason": "deleted"}]
    team.grow()
    assert until_pong(socket) == []
    bound = Client(world.daemon.port, key["secret"])
    keys = bound.get("/api/keys").json()["keys"]
    assert [one["id"] for one in keys] == [key["key"]["id"]], keys
    whole = [one for one in world.api.get("/api/keys").json()["keys"] if not one["project"]]
    path = f"/api/keys/{whole[0]['id']}"
    assert bound.request("POST", path + "/rotate", {"overlap_hours": 5}).status == 403
    assert bound.request("DELETE", path).status == 403
    assert bound.request("POST", "/api/keys", {"name": "x"}).status == 403
    assert world.api.get("/api/session").status == 200
