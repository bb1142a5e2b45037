# SPDX-License-Identifier: Apache-2.0
"""A team of its own on the shared daemon, for cases that need no SDK: vera steers it, mia and max
are members, vi only looks on, and nils is somebody else. Everything goes through a real door: a
command of a page or script, GraphQL, the page's addresses, the file stream."""
import base64
import itertools
import json

from ensemble_testing import streams

NUMBERS = itertools.count(1 << 41)


class Crew:
    def __init__(self, world, members=("mia", "max"), viewers=("vi",)):
        self.daemon, self.tag = world.daemon, world.project.rsplit("-", 1)[-1]
        self.team_name = f"vision-{self.tag}"
        self.ids, self.pages = {}, {}
        self.team = self.make_team(self.team_name, "vera")
        for name in members:
            self.enrol(name, "member")
        for name in viewers:
            self.enrol(name, "view_only")

    # People ---------------------------------------------------------------------------------------

    def name(self, who):
        """As the daemon knows them: every case has people of its own."""
        return who if who == "root" else f"{who}-{self.tag}"

    def user(self, who):
        """Their id; makes them when they are new."""
        if who not in self.ids:
            if self.name(who) not in self.daemon.keys:
                self.daemon.add_user(self.name(who))
            self.ids[who] = self.client(who).page_get("session")["user"]["id"]
        return self.ids[who]

    def client(self, who):
        """With that person's browser once it was opened, else with a key; None: not signed in."""
        if who is None:
            return self.daemon.client()
        return self.pages.get(who) or self.daemon.client(self.name(who))

    def script(self, who):
        """With a key, whatever page is open."""
        return self.daemon.client(self.name(who) if who else None)

    def open_page(self, who):
        self.user(who)
        printed = self.daemon.command("user", "link", self.name(who)).stdout.strip()
        client = self.daemon.client()
        answer = client.request("POST", "/api/session",
                                {"token": printed.splitlines()[-1].split("token=")[1]}, PAGE)
        assert answer.status == 200, (answer.status, answer.body)
        client.cookie = answer.headers["set-cookie"].split(";")[0]
        self.pages[who] = client
        return client

    # Commands -------------------------------------------------------------------------------------

    def command(self, who, do, **fields):
        return self.client(who).request("POST", "/api/commands", {"do": do, **fields}, PAGE)

    def does(self, who, do, **fields):
        answer = self.command(who, do, **fields)
        assert answer.status == 200, (who, do, fields, answer.status, answer.body)
        assert "refused" not in answer.json(), answer.body

    def refused(self, who, do, code="forbidden", **fields):
        """The refusal, which has that code."""
        answer = self.command(who, do, **fields)
        assert answer.status >= 400, (who, do, fields, answer.status, answer.body)
        told = answer.json().get("refused") or {"code": answer.body}
        assert told["code"] == code, (who, do, told)
        return told

    # Teams ----------------------------------------------------------------------------------------

    def make_team(self, name, admin):
        self.user(admin)
        made = self.ask("root", "mutation T($n: String!, $a: String) { createTeam(input: {teamName: "
                        "$n, teamAdminUserName: $a}) { entity { id } } }", n=name,
                        a=self.name(admin))
        return number(made["createTeam"]["entity"]["id"])

    def invite(self, who, role="member", team=None, by="vera", **named):
        invite = next(NUMBERS)
        named = named or {"user": self.user(who)}
        self.does(by, "invite_member", invite=invite, team=team or self.team, role=as_role(role),
                  **named)
        return invite

    def enrol(self, who, role, team=None, by="vera"):
        invite = self.invite(who, role, team, by)
        self.does(who, "accept_invite", team=team or self.team, invite=invite)

    def make_role(self, base, *extra):
        role = next(NUMBERS)
        self.does("root", "create_role", role=role, name=f"role {role}", base=base,
                  extra=list(extra))
        return {"base": base, "custom": role}

    def change_role(self, who, role, by="vera"):
        self.does(by, "change_role", team=self.team, user=self.user(who),
                  role=as_role(role))

    def members(self, by="vera", team=None):
        """By name: what the team page's list and wandb.Api().team() show of each."""
        listed = self.ask(by, "query M($n: String!) { entity(name: $n) { members { id username name "
                          "email admin pending role accountType apiKey } } }",
                          n=team or self.team_name)
        return {m["username"] or m["email"]: m for m in listed["entity"]["members"]}

    def make_bot(self, name="bot", by="vera"):
        account = next(NUMBERS)
        self.does(by, "create_service_account", user=account, team=self.team, name=self.name(name))
        made = self.client(by).request("POST", f"/api/service-accounts/{account}/keys",
                                       {"name": "night"}, PAGE)
        assert made.status == 201, (made.status, made.body)
        self.daemon.keys[self.name(name)] = made.json()["secret"]
        self.ids[name] = account
        return account

    # Projects and runs ----------------------------------------------------------------------------

    def make_project(self, name, visibility="team", by="mia"):
        project = next(NUMBERS)
        self.does(by, "create_project", project=project, team=self.team, name=name,
                  visibility=visibility)
        return project

    def ask(self, who, query, **variables):
        return self.script(who).graphql(query, variables)

    def start(self, who, project, run, entity="", **more):
        """The first request of a script; gives the run's number. No entity: None."""
        entity = self.team_name if entity == "" else entity
        return number(self.script(who).upsert_run(entity, project, run, **more)["id"])

    def send(self, who, project, run, first=0, count=3, **more):
        body = streams.body(first, streams.history_lines(first, count), **more)
        return self.script(who).file_stream(self.team_name, project, run, body)

    def log(self, who, project, run, **more):
        """A whole run of three rows; gives its number."""
        number_of_run = self.start(who, project, run, **more)
        answer = self.send(who, project, run, console=["hello"], complete=True, exitcode=0)
        assert answer.status == 200, (answer.status, answer.body)
        return number_of_run

    def may_log(self, who, project, run, entity=""):
        """None when they may, else the status and sentence that their script gets."""
        try:
            self.start(who, project, run, entity)
        except AssertionError as refusal:
            status, body = refusal.args[0]
            return status, json.loads(body)["errors"][0]["message"]
        return None

    def get(self, who, *path, query=""):
        return self.client(who).get("/".join(["/api", *path]) + query).status

    def sees_run(self, who, project, run):
        return self.get(who, "runs", self.team_name, project, run) == 200

    def sees_project(self, who, project):
        return self.get(who, "projects", self.team_name, project) == 200

    def run(self, who, project, run):
        return self.client(who).run(self.team_name, project, run)

    def run_names(self, who, project):
        listed = self.ask(who, "query R($e: String, $p: String) { project(name: $p, entityName: $e) "
                          "{ runs { edges { node { name user { username } } } } } }",
                          e=self.team_name, p=project)["project"]
        return {e["node"]["name"]: e["node"]["user"]["username"] for e in listed["runs"]["edges"]}


PAGE = {"X-Ensemble-Request": "1", "Content-Type": "application/json"}


def as_role(role):
    return {"base": role} if isinstance(role, str) else role


def number(node_id):
    return int(base64.b64decode(node_id).decode().split(":")[1])
