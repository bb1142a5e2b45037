# SPDX-License-Identifier: Apache-2.0
"""Acceptance checks about who sees which project, through the doors; docs/acceptance.md lists all."""
import json

from ensemble_testing.cases import case
from crew import NUMBERS, PAGE, Crew


@case("A2.16: a service account logs to another team's open project and to no other", once=True)
def _(world):
    crew = Crew(world)
    other = Crew.__new__(Crew)
    other.__dict__.update(crew.__dict__)
    other.team_name = f"audio-{crew.tag}"
    other.team = crew.make_team(other.team_name, "nils")
    other.make_bot("drummer", by="nils")
    for visibility in ("open", "public", "team", "restricted"):
        crew.make_project(visibility, visibility)
    assert crew.may_log("drummer", "open", "a") is None
    assert crew.run("mia", "open", "a")["author"] == crew.name("drummer")
    for hidden in ("team", "restricted", "none"):
        status, told = crew.may_log("drummer", hidden, "a")
        assert status == 404 and "not found" in told, (hidden, told)
        assert not crew.sees_project("drummer", hidden)
    # What is public it sees, and is told why that is all.
    status, told = crew.may_log("drummer", "public", "a")
    assert status == 403 and "not a member" in told, told
    assert crew.sees_project("drummer", "public")


@case("A2.17: a service account logs to a restricted project of its team once it was added",
      once=True)
def _(world):
    crew = Crew(world)
    crew.make_bot()
    closed = crew.make_project("closed", "restricted")
    assert crew.may_log("bot", "team-wide", "a") is None
    assert crew.may_log("bot", "closed", "a")[0] == 403
    assert not crew.sees_project("bot", "closed")
    crew.refused("bot", "set_project_role", "gone", project=closed, user=crew.user("bot"),
                 role={"base": "none"})
    crew.does("mia", "set_project_role", project=closed, user=crew.user("bot"),
              role={"base": "none"})
    assert crew.may_log("bot", "closed", "a") is None
    crew.does("mia", "remove_project_member", project=closed, user=crew.user("bot"))
    assert crew.may_log("bot", "closed", "b")[0] == 403


@case("A2.18: where new projects are private none becomes public or open, and those that are stay",
      once=True)
def _(world):
    crew = Crew(world)
    paper, plain = crew.make_project("paper", "public"), crew.make_project("plain")
    crew.refused("mia", "set_team_switch", team=crew.team, switch="private_only", on=True)
    crew.does("vera", "set_team_switch", team=crew.team, switch="private_only", on=True)
    for who in ("mia", "vera"):
        for visibility in ("open", "public"):
            told = crew.refused(who, "create_project", "enforced", project=next(NUMBERS),
                                team=crew.team, name=f"new-{visibility}", visibility=visibility)
            assert told["field"] == "team", told
            crew.refused(who, "set_visibility", "enforced", project=plain, visibility=visibility)
    # What was public is so still, for everybody; it may not become more open, only less.
    crew.user("nils")
    assert crew.sees_project("nils", "paper") and not crew.sees_project("nils", "plain")
    crew.refused("mia", "set_visibility", "enforced", project=paper, visibility="open")
    crew.does("mia", "set_visibility", project=paper, visibility="team")
    assert not crew.sees_project("nils", "paper")
    crew.refused("mia", "set_visibility", "enforced", project=paper, visibility="public")
    # Scripts make projects as before, for the team.
    assert crew.may_log("mia", "brand-new", "r") is None
    assert not crew.sees_project("nils", "brand-new")
    crew.does("vera", "set_team_switch", team=crew.team, switch="private_only", on=False)
    crew.does("mia", "set_visibility", project=paper, visibility="public")


@case("A2.19: a restricted project may only become visible to its team", once=True)
def _(world):
    crew = Crew(world)
    closed = crew.make_project("closed", "restricted")
    for switch in (False, True):
        crew.does("vera", "set_team_switch", team=crew.team, switch="private_only", on=switch)
        for visibility in ("open", "public"):
            answer = crew.command("mia", "set_visibility", project=closed, visibility=visibility)
            assert answer.status in (400, 403), (visibility, answer.status, answer.body)
    crew.does("mia", "set_visibility", project=closed, visibility="team")
    assert crew.sees_project("max", "closed")


@case("A2.19: a project that becomes restricted is closed to all who were not added, at once",
      once=True)
def _(world):
    crew = Crew(world)
    crew.make_bot()
    project = crew.make_project("digits")
    run = crew.log("max", "digits", "maxs")
    crew.does("mia", "set_project_role", project=project, user=crew.user("vi"),
              role={"base": "none"})
    for who in ("vi", "max", "vera"):
        crew.open_page(who)
        assert crew.sees_run(who, "digits", "maxs"), who
    crew.does("mia", "set_visibility", project=project, visibility="restricted")
    for who in ("max", "vera", "bot"):
        for path in ("", "/runs", "/columns", "/metrics"):
            hidden = crew.client(who).get(f"/api/projects/{crew.team_name}/digits{path}")
            missing = crew.client(who).get(f"/api/projects/{crew.team_name}/none{path}")
            assert hidden.status == 404 and hidden.comparable() == missing.comparable(), (who, path)
        assert not crew.sees_run(who, "digits", "maxs"), who
        assert crew.may_log(who, "digits", "more")[0] == 403, who
    series = {"project": project, "runs": [run], "keys": ["metric_0"]}
    assert crew.client("max").request("POST", "/api/series", series, PAGE).status == 404
    # Their own run in it they neither write, nor delete, nor move.
    assert crew.send("max", "digits", "maxs", 3).status == 404
    for do, more in (("delete_run", {}), ("stop_run", {}),
                     ("move_run", {"project": crew.make_project("elsewhere")})):
        crew.refused("max", do, "gone", run=run, **more)
    # Who was added, or closed it, is in it.
    assert crew.sees_run("vi", "digits", "maxs") and crew.sees_run("mia", "digits", "maxs")
    # A team admin may add themselves.
    crew.does("vera", "set_project_role", project=project, user=crew.user("vera"),
              role={"base": "none"})
    assert crew.sees_run("vera", "digits", "maxs")


@case("A2.19: no run leaves a restricted project, whoever moves it; into one they may go", once=True)
def _(world):
    crew = Crew(world)
    closed, plain = crew.make_project("closed", "restricted"), crew.make_project("plain")
    crew.does("mia", "set_project_role", project=closed, user=crew.user("vera"),
              role={"base": "none"})
    run = crew.log("mia", "plain", "mias")
    crew.does("mia", "move_run", run=run, project=closed)
    assert crew.sees_run("mia", "closed", "mias") and not crew.sees_run("mia", "plain", "mias")
    for who in ("mia", "vera"):
        told = crew.refused(who, "move_run", run=run, project=plain)
        assert told["rule"] == "restricted_keeps_runs", told
    # Into one that is not open to whoever moves, none goes.
    maxs = crew.log("max", "plain", "maxs")
    crew.refused("max", "move_run", "gone", run=maxs, project=closed)


@case("A2.20: who comes back into a restricted project is there what they are in its team",
      once=True)
def _(world):
    crew = Crew(world)
    closed = crew.make_project("closed", "restricted")
    run = crew.log("mia", "closed", "mias")
    crew.does("vera", "set_project_role", project=closed, user=crew.user("max"),
              role={"base": "admin"})
    crew.does("max", "stop_run", run=crew.start("mia", "closed", "more"))
    crew.does("vera", "remove_project_member", project=closed, user=crew.user("max"))
    assert not crew.sees_project("max", "closed")
    crew.does("vera", "set_project_role", project=closed, user=crew.user("max"),
              role={"base": "none"})
    assert crew.sees_project("max", "closed")
    told = crew.refused("max", "delete_run", run=run)
    assert told["rule"] == "not_creator", told


@case("A2.21: a role in a project follows the team's while it is the same, and else stays put",
      once=True)
def _(world):
    crew = Crew(world)
    project = crew.make_project("digits")
    run = crew.log("mia", "digits", "mias")

    def may(who):
        return json.loads(crew.client(who).get(f"/api/runs/{crew.team_name}/digits/mias").body)[
            "may"]

    crew.does("vera", "set_project_role", project=project, user=crew.user("max"),
              role={"base": "member"})
    crew.change_role("max", "admin")
    assert may("max") == {"write": True, "delete": True}
    crew.change_role("max", "member")
    assert may("max") == {"write": True, "delete": False}
    # A role of its own stays where the team's goes up and down.
    crew.change_role("max", "admin")
    crew.does("vera", "set_project_role", project=project, user=crew.user("max"),
              role={"base": "member"})
    assert may("max") == {"write": True, "delete": False}
    crew.change_role("max", "member")
    crew.change_role("max", "admin")
    assert may("max")["delete"] is True  # it was the team's own again in between
    # Who is view-only in the team is so in each of its projects.
    for base in ("member", "admin"):
        crew.refused("vera", "set_project_role", "invalid", project=project, user=crew.user("vi"),
                     role={"base": base})
    crew.open_page("vi")
    crew.refused("vi", "rename_run", run=run, display_name="mine")
    crew.does("vera", "set_project_role", project=project, user=crew.user("mia"),
              role={"base": "admin"})
    crew.change_role("mia", "view_only")
    crew.open_page("mia")
    assert may("mia") == {"write": False, "delete": False}
