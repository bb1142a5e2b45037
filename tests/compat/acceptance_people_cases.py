# SPDX-License-Identifier: Apache-2.0
"""Acceptance checks about people, roles and teams, through the doors; docs/acceptance.md lists all."""
from ensemble_testing.cases import case
from crew import PAGE, Crew


@case("A2.6: who is view-only makes no API key, and those they had open nothing", once=True)
def _(world):
    crew = Crew(world)
    crew.log("max", "shared", "maxs")
    assert crew.run_names("max", "shared") == {"maxs": crew.name("max")}
    crew.change_role("max", "view_only")
    # With the key that they had: nothing to be seen, nothing done, and no other key.
    assert crew.ask("max", "query P($e: String) { project(name: \"shared\", entityName: $e) { id } "
                    "}", e=crew.team_name)["project"] is None
    assert not crew.sees_run("max", "shared", "maxs")
    status, told = crew.may_log("max", "shared", "more")
    assert status == 403 and "view-only" in told, told
    made = crew.script("max").graphql_answer(
        "mutation { generateApiKey(input: {description: \"x\"}) { apiKey { name } } }")
    assert made.status == 403, (made.status, made.body)
    for who in ("max", "vi"):
        page = crew.open_page(who)
        answer = page.request("POST", "/api/keys", {"name": "mine"}, PAGE)
        assert answer.status == 403, (who, answer.status, answer.body)
    # On the page they read, with the role that they have now.
    assert crew.sees_run("max", "shared", "maxs") and crew.sees_run("vi", "shared", "maxs")
    # A custom role may add keys.
    crew.change_role("vi", crew.make_role("view_only", "apikey:create_own"))
    answer = crew.client("vi").request("POST", "/api/keys", {"name": "mine"}, PAGE)
    assert answer.status == 201, (answer.status, answer.body)
    crew.daemon.keys[crew.name("vi")] = answer.json()["secret"]
    del crew.pages["vi"]
    assert crew.sees_run("vi", "shared", "maxs")


@case("A2.7: a team admin is no registry admin but may appoint one, also themselves", once=True)
def _(world):
    crew = Crew(world)
    told = crew.refused("mia", "set_registry_admin", team=crew.team, user=crew.user("mia"), on=True)
    assert told["rule"] == "role_lacks" and told["needed"] == "admin", told
    crew.does("vera", "set_registry_admin", team=crew.team, user=crew.user("vera"), on=True)
    # From then on they may appoint without being asked for a role.
    crew.does("vera", "set_registry_admin", team=crew.team, user=crew.user("max"), on=True)
    crew.does("max", "set_registry_admin", team=crew.team, user=crew.user("vera"), on=False)
    crew.does("max", "set_registry_admin", team=crew.team, user=crew.user("max"), on=False)
    crew.refused("max", "set_registry_admin", team=crew.team, user=crew.user("max"), on=True)


@case("A2.8: run:stop stops any run and run:stop_own only one's own, also for who is view-only",
      once=True)
def _(world):
    crew = Crew(world)
    crew.change_role("vi", "member")
    vis, mias = crew.start("vi", "shared", "vis"), crew.start("mia", "shared", "mias")
    crew.open_page("vi")
    crew.change_role("vi", "view_only")
    for run in (vis, mias):
        crew.refused("vi", "stop_run", run=run)
    crew.change_role("vi", crew.make_role("view_only", "run:stop_own"))
    told = crew.refused("vi", "stop_run", run=mias)
    assert told["rule"] == "not_creator", told
    crew.does("vi", "stop_run", run=vis)
    crew.change_role("vi", crew.make_role("view_only", "run:stop"))
    crew.does("vi", "stop_run", run=mias)
    for run in ("vis", "mias"):
        assert crew.run("mia", "shared", run)["stop_requested"], run
    # It is told to the script, and deleting was never added.
    assert crew.send("mia", "shared", "mias").json()["stopped"] is True
    crew.refused("vi", "delete_run", run=vis)


@case("A2.9: who had a custom role that is deleted has the role that it was based on", once=True)
def _(world):
    crew = Crew(world)
    run = crew.start("mia", "shared", "mias")
    stopper, deleter = crew.make_role("view_only", "run:stop"), crew.make_role("member",
                                                                               "run:delete")
    crew.change_role("vi", stopper)
    crew.change_role("max", deleter)
    invite = crew.invite("nils", stopper)
    crew.open_page("vi")
    for role in (stopper, deleter):
        crew.refused("vera", "delete_role", role=role["custom"])
        crew.does("root", "delete_role", role=role["custom"])
    shown = crew.members()
    assert shown[crew.name("vi")]["role"] == "viewer", shown
    assert shown[crew.name("max")]["role"] == "member", shown
    crew.refused("vi", "stop_run", run=run)
    told = crew.refused("max", "delete_run", run=run)
    assert told["rule"] == "not_creator", told
    crew.refused("vera", "change_role", "gone", team=crew.team, user=crew.user("max"), role=deleter)
    # So has who was invited with it.
    crew.does("nils", "accept_invite", team=crew.team, invite=invite)
    assert crew.members()[crew.name("nils")]["role"] == "viewer"
