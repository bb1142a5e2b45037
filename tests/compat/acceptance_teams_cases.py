# SPDX-License-Identifier: Apache-2.0
"""Acceptance checks about teams and who is in them, through the doors; docs/acceptance.md lists
all."""
from ensemble_testing.cases import case
from crew import NUMBERS, PAGE, Crew, number


@case("A2.10: a team's name is nobody else's in any case, no word of an address, and never changes",
      once=True)
def _(world):
    crew = Crew(world)
    for name in (crew.name("mia"), crew.name("MIA"), crew.team_name, crew.team_name.upper()):
        crew.refused("root", "create_team", "conflict", team=next(NUMBERS), name=name)
    for name in ("api", "Settings", "graphql", "users", "two words", "a/b", "é", "", "x" * 65):
        crew.refused("root", "create_team", "invalid", team=next(NUMBERS), name=name)
        made = crew.script("root").graphql_answer(
            "mutation T($n: String!) { createTeam(input: {teamName: $n}) { entity { id } } }",
            {"n": name})
        assert made.status == 400, (name, made.status, made.body)
    # Nor can somebody become a user of the team's name, or of a reserved one.
    for name in (crew.team_name, crew.team_name.upper(), "join", "users"):
        done = crew.daemon.command("user", "add", name, check=False)
        assert done.returncode != 0, (name, done.stdout)
    # There is no way to rename one.
    answer = crew.command("vera", "rename_team", team=crew.team, name="other")
    assert answer.status >= 400, answer.body
    assert crew.members()[crew.name("vera")]["admin"], crew.team_name
    # Case does not matter to whoever names it.
    assert crew.get("mia", "projects", crew.team_name.upper(), "none") == 404
    assert crew.may_log("mia", "p", "r", crew.team_name.upper()) is None
    assert crew.sees_run("max", "p", "r")


@case("A2.11: a script makes projects in a team that is there, and never the team", once=True)
def _(world):
    crew = Crew(world)
    crew.user("nils")
    status, told = crew.may_log("mia", "p", "r", entity=f"no-such-team-{crew.tag}")
    assert status == 404 and "not found" in told, told
    assert crew.ask("root", "query E($n: String!) { entity(name: $n) { id } }",
                    n=f"no-such-team-{crew.tag}")["entity"] is None
    assert crew.may_log("mia", "new", "r") is None
    assert crew.sees_project("max", "new")
    # Whoever is not in the team makes nothing there, and cannot tell it from no team at all.
    hidden = crew.may_log("nils", "newer", "r")
    missing = crew.may_log("nils", "newer", "r", entity=f"no-such-team-{crew.tag}")
    assert hidden[0] == missing[0] == 404
    assert hidden[1].replace(crew.team_name, "T") == missing[1].replace(
        f"no-such-team-{crew.tag}", "T"), (hidden, missing)
    assert not crew.sees_project("mia", "newer")


@case("A2.12: runs that name no team go to the first one joined, and to a later one when chosen",
      once=True)
def _(world):
    crew = Crew(world)

    def home(who):
        made = crew.script(who).upsert_run(None, "p", f"r{next(NUMBERS)}")
        return made["project"]["entity"]["name"]

    crew.user("nils")
    assert home("nils") == crew.name("nils")
    crew.enrol("nils", "member")
    assert home("nils") == crew.team_name
    second = crew.make_team(f"audio-{crew.tag}", "vera")
    crew.enrol("nils", "member", second)
    assert home("nils") == crew.team_name
    crew.does("nils", "set_default_team", team=second)
    assert home("nils") == f"audio-{crew.tag}"
    # Who is taken out of it is at home again.
    crew.does("vera", "remove_member", team=second, user=crew.user("nils"))
    assert home("nils") == crew.name("nils")
    crew.refused("nils", "set_default_team", "gone", team=second)


@case("A2.13: a removed member reads nothing from then on, by key or page; what they made stays",
      once=True)
def _(world):
    crew = Crew(world)
    crew.change_role("max", "admin")
    crew.make_bot("bot", by="max")
    crew.log("max", "shared", "maxs")
    answer = crew.script("max").upload(crew.team_name, "shared", "maxs", "notes.txt", b"kept")
    assert answer.status == 200
    page = crew.open_page("max")
    assert page.get(f"/api/runs/{crew.team_name}/shared/maxs").status == 200
    crew.does("vera", "remove_member", team=crew.team, user=crew.user("max"))
    for client in (page, crew.script("max")):
        for path in ("", "/files", "/files/notes.txt", "/console", "/artifacts"):
            hidden = client.get(f"/api/runs/{crew.team_name}/shared/maxs{path}")
            missing = client.get(f"/api/runs/no-such-team/shared/maxs{path}")
            assert hidden.status == 404 and hidden.comparable() == missing.comparable(), path
    assert crew.ask("max", "query P($e: String) { project(name: \"shared\", entityName: $e) { id } "
                    "entity(name: $e) { id } }", e=crew.team_name) == {"project": None,
                                                                      "entity": None}
    assert crew.may_log("max", "shared", "more")[0] == 404
    assert crew.send("max", "shared", "maxs", 3).status == 404
    # What they made is there under their name.
    assert crew.run_names("mia", "shared") == {"maxs": crew.name("max")}
    assert crew.run("mia", "shared", "maxs")["author"] == crew.name("max")
    kept = crew.client("mia").get(f"/api/runs/{crew.team_name}/shared/maxs/files/notes.txt")
    assert kept.body == b"kept", kept
    # The service account that they made goes on.
    assert crew.may_log("bot", "shared", "bots") is None
    # Only admins delete it now.
    run = crew.run("mia", "shared", "maxs")["id"]
    crew.refused("mia", "delete_run", run=run)
    crew.does("vera", "delete_run", run=run)


@case("A2.25: who is invited is pending until they accept, and the inviter can take it back",
      once=True)
def _(world):
    crew = Crew(world)
    crew.user("nils")
    invite = crew.invite("nils")
    crew.invite(None, email=f"ann-{crew.tag}@example.org")
    shown = crew.members()
    assert shown[crew.name("nils")]["pending"] and not shown[crew.name("mia")]["pending"]
    assert shown[f"ann-{crew.tag}@example.org"]["pending"], shown
    # They are not in it: nothing is open to them, and members do not see who is invited.
    assert crew.ask("nils", "query E($n: String!) { entity(name: $n) { id } }",
                    n=crew.team_name)["entity"] is None
    assert crew.name("nils") not in crew.members("mia")
    crew.refused("mia", "withdraw_invite", team=crew.team, invite=invite)
    crew.does("vera", "withdraw_invite", team=crew.team, invite=invite)
    assert crew.name("nils") not in crew.members()
    crew.refused("nils", "accept_invite", "gone", team=crew.team, invite=invite)
    again = crew.invite("nils")
    crew.refused("max", "accept_invite", "gone", team=crew.team, invite=again)
    crew.does("nils", "accept_invite", team=crew.team, invite=again)
    assert not crew.members()[crew.name("nils")]["pending"]


@case("A2.25: an invite to an address binds to whoever signs up by its link, or is added with it",
      once=True)
def _(world):
    crew = Crew(world)
    address = f"ann-{crew.tag}@example.org"
    invite = crew.invite(None, role="view_only", email=address)
    path = crew.client("vera").page_get("teams", crew.team_name, "invites", str(invite),
                                        "link")["path"]
    joined = crew.client(None).request(
        "POST", "/api" + path, {"name": crew.name("ann"), "password": "a long password"}, PAGE)
    assert joined.status == 200, (joined.status, joined.body)
    assert joined.json()["user"]["email"] == address, joined.body
    shown = crew.members()
    assert address not in shown and shown[crew.name("ann")]["role"] == "viewer", shown
    # Whom an admin of the server adds with the address has the invite on their page.
    crew.invite(None, email=f"{crew.name('zoe')}@Example.org")
    crew.user("zoe")
    shown = crew.members()
    assert crew.name("zoe") in shown and shown[crew.name("zoe")]["pending"], shown
    bound = number(shown[crew.name("zoe")]["id"])
    crew.does("zoe", "accept_invite", team=crew.team, invite=bound)
    assert crew.members()[crew.name("zoe")]["role"] == "member"
    # Whoever only says that an address is theirs gets nothing by it.
    third = crew.invite(None, email=f"theo-{crew.tag}@example.org")
    crew.user("nils")
    crew.does("nils", "edit_profile", email=f"theo-{crew.tag}@example.org")
    crew.refused("nils", "accept_invite", "gone", team=crew.team, invite=third)


@case("A2.26: the last admin neither leaves, nor is demoted, removed or invited to less", once=True)
def _(world):
    crew = Crew(world)
    vera = crew.user("vera")
    told = "last_admin"
    crew.refused("vera", "leave_team", told, team=crew.team)
    crew.refused("vera", "remove_member", told, team=crew.team, user=vera)
    for role in ("member", "view_only"):
        crew.refused("vera", "change_role", told, team=crew.team, user=vera, role={"base": role})
    crew.refused("vera", "invite_member", "conflict", invite=next(NUMBERS), team=crew.team,
                 user=vera, role={"base": "view_only"})
    crew.refused("root", "set_active", told, user=vera, on=False)
    by_operator = crew.daemon.command("user", "deactivate", crew.name("vera"), check=False)
    assert by_operator.returncode == 1 and "only admin of the team" in by_operator.stderr, by_operator
    by_script = crew.script("vera").graphql_answer(
        "mutation D($n: String!, $i: String!) { deleteInvite(input: {entityName: $n, id: $i}) { "
        "success } }", {"n": crew.team_name, "i": crew.members()[crew.name("vera")]["id"]})
    assert by_script.status == 409, (by_script.status, by_script.body)
    # Their own address may be invited, but then the invite is no use to them.
    mine = crew.invite(None, role="view_only", email=f"{crew.name('vera')}@example.org")
    path = crew.client("vera").page_get("teams", crew.team_name, "invites", str(mine),
                                        "link")["path"]
    page = crew.open_page("vera")
    assert page.request("POST", "/api" + path, {}, PAGE).status == 409
    assert crew.members()[crew.name("vera")]["admin"]
    # With a second admin the first may go.
    crew.change_role("mia", "admin")
    crew.does("vera", "leave_team", team=crew.team)
    crew.refused("mia", "leave_team", told, team=crew.team)


@case("B.6: the command line takes no service account for a person, and its team still deletes it",
      once=True)
def _(world):
    crew = Crew(world)
    account = crew.make_bot()
    for what in (["link"], ["deactivate"], ["activate"], ["admin"], ["admin", "--revoke"]):
        done = crew.daemon.command("user", what[0], crew.name("bot"), *what[1:], check=False)
        assert done.returncode == 1 and done.stdout == "", (what, done)
        assert f"a service account of the team {crew.team_name}" in done.stderr, (what, done.stderr)
    assert crew.may_log("bot", "shared", "bots") is None
    crew.refused("root", "set_active", "invalid", user=account, on=False)
    crew.does("vera", "delete_service_account", user=account)
    assert crew.may_log("bot", "shared", "more")[0] == 401
    done = crew.daemon.command("user", "activate", crew.name("bot"), check=False)
    assert done.returncode == 1, done
    assert crew.may_log("bot", "shared", "more")[0] == 401
