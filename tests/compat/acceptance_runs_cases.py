# SPDX-License-Identifier: Apache-2.0
"""Acceptance checks about runs: whose they are, who does what to them, and what becomes of deleted
ones; through the doors. docs/acceptance.md lists all."""
import base64
import json

from ensemble_testing.cases import case
from crew import PAGE, Crew

DELETE = "mutation D($id: ID!) { deleteRun(input: {id: $id}) { success } }"


def run_id(run):
    return base64.b64encode(f"Run:{run}".encode()).decode()


@case("A2.1, A2.2: a run is its maker's to stop and delete wherever it lies, and its team's admins'",
      once=True)
def _(world):
    crew = Crew(world)
    maxs = crew.make_project("maxs", by="max")
    # Who launches a sweep makes no runs by that: an agent's run is whose key it has.
    for name in ("one", "two", "three", "four"):
        run = crew.start("mia", "shared", name, sweep="maxs-sweep")
        crew.does("mia", "move_run", run=run, project=maxs)
        told = crew.refused("max", "stop_run", run=run)
        assert told["rule"] == "not_creator", told
        crew.refused("max", "delete_run", run=run)
        crew.refused("max", "move_run", run=run, project=maxs)
        assert crew.script("max").graphql_answer(DELETE, {"id": run_id(run)}).status == 403
        answer = crew.client("max").request(
            "DELETE", f"/api/runs/{crew.team_name}/maxs/{name}", b"", PAGE)
        assert answer.status == 403, answer
        who = "vera" if name in ("three", "four") else "mia"
        crew.does(who, "stop_run", run=run)
        if name in ("one", "three"):
            crew.does(who, "delete_run", run=run)
        else:
            crew.script(who).graphql(DELETE, {"id": run_id(run)})
        assert not crew.sees_run("mia", "maxs", name)


@case("A2.5: who is view-only reads runs, files, logs and system metrics, and changes nothing, by "
      "page or script", once=True)
def _(world):
    crew = Crew(world)
    project = crew.make_project("digits")
    run = crew.log("mia", "digits", "mias", tags=["kept"])
    crew.script("mia").upload(crew.team_name, "digits", "mias", "notes.txt", b"kept")
    crew.send("mia", "digits", "mias", 3)
    page = crew.open_page("vi")
    for path in ("", "/console", "/console.txt", "/files", "/files/notes.txt", "/media?key=a",
                 "/artifacts"):
        assert page.get(f"/api/runs/{crew.team_name}/digits/mias{path}").status == 200, path
    for path in ("", "/runs", "/columns", "/metrics"):
        assert page.get(f"/api/projects/{crew.team_name}/digits{path}").status == 200, path
    for stream in ("history", "events"):
        asked = {"project": project, "runs": [run], "keys": ["metric_0"], "stream": stream}
        assert page.request("POST", "/api/series", asked, PAGE).status == 200, stream
    before = crew.run("mia", "digits", "mias")
    user = {"team": crew.team, "user": crew.user("max")}
    for do, fields in (
            ("rename_run", {"run": run, "display_name": "x"}), ("note_run", {"run": run,
                                                                             "notes": "x"}),
            ("tag_run", {"run": run, "tag": "x", "on": True}), ("stop_run", {"run": run}),
            ("delete_run", {"run": run}), ("move_run", {"run": run, "project": project}),
            ("describe_project", {"project": project, "description": "x"}),
            ("rename_project", {"project": project, "name": "x"}),
            ("set_visibility", {"project": project, "visibility": "open"}),
            ("delete_project", {"project": project}),
            ("create_project", {"project": 1 << 45, "team": crew.team, "name": "x",
                                "visibility": "team"}),
            ("set_project_role", {"project": project, "user": crew.user("max"),
                                  "role": {"base": "member"}}),
            ("invite_member", {"invite": 1 << 45, "team": crew.team, "email": "x@example.org",
                               "role": {"base": "view_only"}}),
            ("remove_member", user), ("change_role", {**user, "role": {"base": "admin"}}),
            ("set_team_switch", {"team": crew.team, "switch": "members_invite", "on": True}),
            ("edit_team_profile", {"team": crew.team, "intro": "x"})):
        crew.refused("vi", do, **fields)
    path = f"/api/runs/{crew.team_name}/digits/mias"
    for method, more, body in (("PATCH", "", {"notes": "x"}), ("DELETE", "", b""),
                               ("POST", "/stop", {})):
        assert page.request(method, path + more, body, PAGE).status == 403, method
    # With a key they are nobody in the team.
    assert crew.may_log("vi", "digits", "vis")[0] == 403
    assert crew.send("vi", "digits", "mias", 4).status in (403, 404)
    assert crew.script("vi").graphql_answer(DELETE, {"id": run_id(run)}).status == 404
    after = crew.run("mia", "digits", "mias")
    assert {k: after[k] for k in before if k not in ("heartbeat_at_ms", "version")} == {
        k: before[k] for k in before if k not in ("heartbeat_at_ms", "version")}
    # What is theirs to do: a star, and to be somewhere else.
    crew.does("vi", "star_project", project=project, on=True)
    crew.does("vi", "leave_team", team=crew.team)
    assert not crew.sees_project("vi", "digits")


@case("A2.14, A2.15: a service account's run is whose its script names if they are in the team, and "
      "the audit shows the account", once=True)
def _(world):
    crew = Crew(world)
    crew.make_bot()
    crew.user("nils")

    def author(entity, run, **named):
        sent = {"X-WANDB-USERNAME": named.get("user", ""), "X-WANDB-USER-EMAIL": named.get(
            "email", "")}
        client = crew.script("bot")
        plain = client.request
        client.request = lambda method, path, body=None, headers=None: plain(
            method, path, body, {**(headers or {}), **sent})
        made = client.upsert_run(entity, "ci", run)
        assert made["project"]["entity"]["name"] == crew.team_name, made
        shown = crew.run("mia", "ci", run)
        return shown["author"], shown["sent_by"], shown["named_in_vain"]

    bot, mia = crew.name("bot"), crew.name("mia")
    assert author(crew.team_name, "a", user=mia) == (mia, bot, None)
    assert author(crew.team_name, "b", email=f"{mia}@example.org") == (mia, bot, None)
    # No entity: its own team, whose members count.
    assert author(None, "c", user=mia) == (mia, bot, None)
    for run, entity in (("d", crew.team_name), ("e", None)):
        who, sender, in_vain = author(entity, run, user=crew.name("nils"))
        assert (who, sender) == (bot, "") and in_vain["username"] == crew.name("nils"), in_vain
    # Members who say such a thing are not believed.
    answer = crew.script("max").request(
        "POST", "/graphql", {"query": "mutation U($e: String, $n: String) { upsertBucket(input: {"
                             "entityName: $e, modelName: \"ci\", name: $n, host: \"h\"}) { bucket "
                             "{ id } } }", "variables": {"e": crew.team_name, "n": "f"}},
        {"X-WANDB-USERNAME": mia})
    assert answer.status == 200 and crew.run("mia", "ci", "f")["author"] == crew.name("max")
    # The run is the person's to delete; the account only writes it.
    run = crew.run("mia", "ci", "a")["id"]
    assert crew.send("bot", "ci", "a").status == 200
    crew.refused("bot", "delete_run", run=run)
    crew.does("mia", "delete_run", run=run)
    # What was done for somebody stands in the audit under both names.
    entries = crew.client("vera").page_get("audit", query=f"?team={crew.team_name}")["entries"]
    made = [e for e in entries if e["name"] == "create_project"]
    assert made and made[-1]["actor"] == bot and made[-1]["on_behalf_of"] == mia, entries
    # Every run once: who sent it and to whom it is credited, with the key of the account.
    runs = {e["detail"].split("/")[-1]: e for e in entries if e["name"] == "run_made"}
    assert sorted(runs) == ["a", "b", "c", "d", "e", "f"], entries
    assert len([e for e in entries if e["name"] == "run_made"]) == 6, entries
    for name, person in (("a", mia), ("b", mia), ("c", mia), ("d", ""), ("e", "")):
        entry = runs[name]
        assert (entry["actor"], entry["on_behalf_of"]) == (bot, person), entry
        assert entry["detail"] == f"{crew.team_name}/ci/{name}", entry
        assert entry["device"].startswith("key "), entry
    assert (runs["f"]["actor"], runs["f"]["on_behalf_of"]) == (crew.name("max"), ""), runs["f"]


@case("A2.23: a deleted run comes back whole, its id is not given again, and a restored one has it",
      once=True)
def _(world):
    crew = Crew(world)
    run = crew.log("mia", "shared", "doomed")
    crew.script("mia").upload(crew.team_name, "shared", "doomed", "notes.txt", b"kept")
    before = crew.run("mia", "shared", "doomed")
    crew.does("mia", "delete_run", run=run)
    for path in ("", "/files", "/files/notes.txt", "/console", "/media?key=a"):
        assert crew.get("mia", "runs", crew.team_name, "shared", "doomed" + path) == 404, path
    assert crew.run_names("mia", "shared") == {}
    # Not for another run, by script or by the API, nor for one that is moved to it.
    status, told = crew.may_log("mia", "shared", "doomed")
    assert status == 410 and "was deleted" in told, told
    made = crew.script("mia").graphql_answer(
        "mutation C($e: String) { upsertBucket(input: {entityName: $e, modelName: \"shared\", name: "
        "\"doomed\", state: \"pending\"}) { bucket { id } } }", {"e": crew.team_name})
    assert made.status == 410, (made.status, made.body)
    # Strangers are told nothing of it, nor restore it.
    crew.user("nils")
    assert crew.may_log("nils", "shared", "doomed")[0] == 404
    crew.refused("nils", "restore_run", "gone", run=run)
    crew.open_page("vi")
    crew.refused("vi", "restore_run", run=run)
    crew.does("max", "restore_run", run=run)
    after = crew.run("mia", "shared", "doomed")
    assert after["id"] == run and after["counts"] == before["counts"], (before, after)
    kept = crew.client("mia").get(f"/api/runs/{crew.team_name}/shared/doomed/files/notes.txt")
    assert kept.body == b"kept"
    assert json.loads(after["summary"]) == json.loads(before["summary"])


@case("A2.24: a project that is deleted takes its running scripts' data into the trash and back",
      once=True)
def _(world):
    crew = Crew(world)
    project = crew.make_project("digits")
    crew.start("mia", "digits", "mias")
    assert crew.send("mia", "digits", "mias").status == 200
    crew.refused("mia", "delete_project", project=project)
    crew.does("vera", "delete_project", project=project)
    assert not crew.sees_project("mia", "digits") and not crew.sees_run("mia", "digits", "mias")
    assert crew.send("mia", "digits", "mias", 3).status == 200
    assert crew.send("vi", "digits", "mias", 6).status in (403, 404)
    # Another project may have its name meanwhile.
    assert crew.may_log("max", "digits", "other") is None
    crew.does("vera", "restore_project", project=project)
    assert crew.run("mia", "digits-2", "mias")["counts"]["rows"] == 6
    # The script still says the name that it began with.
    assert crew.send("mia", "digits", "mias", 6).status == 200
    assert crew.run("mia", "digits-2", "mias")["counts"]["rows"] == 9
