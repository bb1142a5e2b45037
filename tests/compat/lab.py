# SPDX-License-Identifier: Apache-2.0
"""A daemon with a small group: root runs it, vera steers the team vision, mia and max are in it."""
import base64
import itertools
import json

KNOWN = ("root", "vera", "mia", "max", "nils")


class Lab:
    def __init__(self, world):
        self.world = world
        self.numbers = itertools.count(1 << 40)
        world.own_daemon(prepare=self.add_people)
        self.daemon, self.sdk = world.daemon, world.sdk
        self.keys = self.daemon.keys

    @staticmethod
    def add_people(daemon):
        for name in KNOWN:
            daemon.add_user(name, *(["--admin"] if name == "root" else []))

    def with_team(self):
        """Vera's team vision with mia and max in it, and a service account; made by scripts."""
        made = self.steps(("root", "create_team", "vision", "vera"),
                          ("vera", "invite", "vision", "mia"), ("vera", "invite", "vision", "max"),
                          ("vera", "create_service_account", "vision", "CI bot"))
        assert made[1:3] == [True, True], made
        self.keys["bot"] = made[3]["key"]
        for name in ("mia", "max"):
            self.accept(name)
        return self

    def steps(self, *steps):
        """Each (who, what, arguments...), all of them in one script with several keys."""
        asked = [{"key": self.keys.get(who, who), "do": do, "with": list(given)}
                 for who, do, *given in steps]
        return self.sdk.run("team_steps.py", json.dumps(asked)).result

    def step(self, *step):
        return self.steps(step)[0]

    def start(self, who, *arguments, username=None, email=None):
        """Starts a script that logs a run; takes the same arguments as team_run.py."""
        env = {"WANDB_API_KEY": self.keys.get(who, who), "WANDB_USERNAME": username,
               "WANDB_USER_EMAIL": email}
        return self.sdk.start("team_run.py", *arguments, env=env)

    def run(self, who, *arguments, **named):
        return self.start(who, *arguments, **named).wait().result

    def ask(self, who, query, **variables):
        return self.daemon.client(who).graphql(query, variables)

    def command(self, who, do, status=200, **fields):
        """What people do on pages, as one command."""
        answer = self.daemon.client(who).request(
            "POST", "/api/commands", json.dumps({"do": do, **fields}).encode(),
            {"Content-Type": "application/json"})
        assert answer.status == status, (do, fields, answer.status, answer.body)
        return answer.json()

    def page(self, name):
        """A browser in which that user is signed in."""
        link = self.daemon.command("user", "link", name).stdout.strip().splitlines()[-1]
        client = self.daemon.client()
        answer = client.request("POST", "/api/session", {"token": link.split("token=")[1]},
                                {"X-Ensemble-Request": "1"})
        assert answer.status == 200, (answer.status, answer.body)
        client.cookie = answer.headers["set-cookie"].split(";")[0]
        return client

    def team(self, name="vision"):
        return number(self.ask("root", "query T($n: String!) { entity(name: $n) { id } }",
                               n=name)["entity"]["id"])

    def user(self, name):
        found = self.ask("root", "query U($n: String) { users(query: $n) { edges { node { id "
                         "username } } } }", n=name)["users"]["edges"]
        return number(next(e["node"]["id"] for e in found if e["node"]["username"] == name))

    def member(self, name):
        found = self.ask("vera", "{ entity(name: \"vision\") { members { id username } } }")
        return number(next(m["id"] for m in found["entity"]["members"] if m["username"] == name))

    def project(self, name, who="mia"):
        return number(self.ask(who, "query P($n: String) { project(name: $n, entityName: "
                               "\"vision\") { id } }", n=name)["project"]["id"])

    def run_number(self, path):
        return number(self.run_facts(path)["id"])

    def run_facts(self, path, who="mia"):
        _, project, name = path.split("/")
        return self.ask(who, "query R($p: String, $n: String!) { project(name: $p, entityName: "
                        "\"vision\") { run(name: $n) { id user { username } sentBy { username } "
                        "failedAttribution { username email } } } }", p=project,
                        n=name)["project"]["run"]

    def accept(self, name):
        members = self.ask("vera", "{ entity(name: \"vision\") { members { id username pending } } "
                           "}")["entity"]["members"]
        invite = next(m["id"] for m in members if m["username"] == name and m["pending"])
        self.command(name, "accept_invite", team=self.team(), invite=number(invite))

    def make_project(self, name, visibility):
        self.command("mia", "create_project", project=next(self.numbers), team=self.team(),
                     name=name, visibility=visibility)

    def role(self, name, role):
        self.command("vera", "change_role", team=self.team(), user=self.user(name),
                     role={"base": role})


def number(node_id):
    return int(base64.b64decode(node_id).decode().split(":")[1])
