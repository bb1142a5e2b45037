# SPDX-License-Identifier: Apache-2.0
"""Teams as scripts make, fill and use them: who is in them, who may what, and whose runs they are."""
import json

from ensemble_testing.cases import case
from lab import Lab


def names(team):
    return [(m["username"] or m["name"]) + (" pending" if m["pending"] else "")
            for m in team["members"]]


def by_name(team, name):
    return next(m for m in team["members"] if name in (m["username"], m["name"]))


@case("scripts make a team, invite people, make a service account and remove members")
def _(world):
    lab = Lab(world)
    made, nobodys, refused, missing = lab.steps(
        ("root", "create_team", "vision", "vera"), ("mia", "create_team", "mine"),
        ("nils", "invite", "vision", "mia"), ("nils", "team", "vision"))
    assert made["is_team"] and names(made) == ["vera"], made
    assert made["members"][0]["admin"] and made["members"][0]["type"] == "USER", made
    # What is refused, hidden or missing looks the same to the public API.
    for answer in (nobodys, refused, missing):
        assert "error" in answer, answer
    first, again, unknown, by_mail, admin, team = lab.steps(
        ("vera", "invite", "vision", "mia"), ("vera", "invite", "vision", "mia"),
        ("vera", "invite", "vision", "nobody"), ("vera", "invite", "vision", "new@example.org"),
        ("vera", "invite", "vision", "max", True), ("vera", "team", "vision"))
    assert (first, again, unknown, by_mail, admin) == (True, False, False, True, True)
    assert names(team) == ["vera", "max pending", "mia pending", "new@example.org pending"], team
    assert by_name(team, "max")["admin"] and not by_name(team, "mia")["admin"]
    lab.accept("mia")
    service, withdrawn, members, seen = lab.steps(
        ("vera", "create_service_account", "vision", "CI bot"),
        ("vera", "remove", "vision", "new@example.org"), ("vera", "team", "vision"),
        ("mia", "team", "vision"))
    assert service["type"] == "SERVICE" and service["name"] == "CI bot", service
    assert len(service["key"]) >= 40 and withdrawn is True
    assert names(members) == ["mia", "vera", "max pending", "vision-ci-bot"], members
    # Told once; addresses and invites are for those who may invite.
    assert all(m["key"] is None for m in members["members"]), members
    assert by_name(members, "mia")["email"] == "mia@example.org"
    assert names(seen) == ["mia", "vera", "vision-ci-bot"]
    assert by_name(seen, "vera")["email"] is None, seen
    last, by_member, removed, gone, team = lab.steps(
        ("vera", "remove", "vision", "vera"), ("mia", "remove", "vision", "vera"),
        ("vera", "remove", "vision", "mia"), ("vera", "remove", "vision", "vision-ci-bot"),
        ("vera", "team", "vision"))
    assert (last, by_member, removed, gone) == (False, False, True, True)
    assert names(team) == ["vera", "max pending"], team
    assert "error" in lab.step("mia", "team", "vision")
    assert lab.run(service["key"], "vision", "p", "r")["refused"]


@case("viewer, users and keys through the public API")
def _(world):
    lab = Lab(world).with_team()
    viewer, stranger, bot, found, nobody, made, refused = lab.steps(
        ("mia", "viewer"), ("nils", "viewer"), ("bot", "viewer"), ("nils", "user", "mia"),
        ("nils", "user", "mia@example.org"), ("root", "create_user", "ann.lee@example.org"),
        ("mia", "create_user", "x@example.org"))
    assert viewer == {"entity": "vision", "email": "mia@example.org", "username": "mia",
                      "teams": ["mia", "vision"]}, viewer
    assert stranger["entity"] == "nils" and stranger["teams"] == ["nils"], stranger
    # A service account has no address, or it would stand before WANDB_USER_EMAIL.
    assert bot["email"] is None and bot["entity"] == "vision" and bot["teams"] == ["vision"], bot
    assert found == "mia" and nobody is None, (found, nobody)
    assert made == "ann-lee" and "error" in refused, (made, refused)
    key = lab.step("mia", "generate_key")
    assert lab.step(key, "viewer")["username"] == "mia"
    deleted = lab.step("mia", "delete_key", key)
    left = lab.step("mia", "keys")  # a new Api: it asks for the viewer only once
    assert deleted is True and not any(key.startswith(name) for name in left), (deleted, left)
    assert "error" in lab.step(key, "viewer")
    assert lab.step("bot", "generate_key") is None


@case("a run goes to the team that is named, or the one joined first, and the address says so")
def _(world):
    lab = Lab(world).with_team()
    lab.make_project("secret", "restricted")
    lab.make_project("paper", "public")
    lab.make_project("course", "open")
    good = [("mia", ("vision", "fresh", "a"), "vision/fresh"),
            ("mia", ("-", "fresh", "b"), "vision/fresh"),
            ("mia", ("mia", "own", "c"), "mia/own"),
            ("mia", ("vision", "secret", "d"), "vision/secret"),
            ("nils", ("-", "own", "e"), "nils/own"),
            ("nils", ("vision", "course", "f"), "vision/course")]
    bad = [("mia", ("no-such-team", "p", "g"), "no-such-team"),
           ("max", ("vision", "secret", "h"), "not open to max"),
           ("nils", ("vision", "fresh", "i"), "entity vision not found"),
           ("nils", ("vision", "paper", "j"), "not a member of vision")]
    started = [lab.start(who, *where) for who, where, _ in good + bad]
    done = [script.wait() for script in started]
    for (who, where, place), one in zip(good, done):
        assert one.result["refused"] is None and one.result["place"] == place, (who, one.result)
        assert f"/{place}/runs/{where[2]}" in one.result["url"] and one.result["url"] in one.output
    for (who, _, told), one in zip(bad, done[len(good):]):
        assert told in (one.result["refused"] or ""), (who, one.result)
    assert lab.step("root", "team", "no-such-team").get("error")
    # A run cannot be found by who may not read the project, nor the project in a list.
    listed, few, run, hidden, strange = lab.steps(
        ("mia", "projects", "vision"), ("max", "projects", "vision"),
        ("max", "run", "vision/fresh/a"), ("max", "run", "vision/secret/d"),
        ("nils", "run", "vision/fresh/a"))
    assert listed == ["course", "fresh", "paper", "secret"], listed
    assert few == ["course", "fresh", "paper"], few
    assert run["user"] == "mia" and run["rows"] == 3 and run["state"] == "finished", run
    assert "error" in hidden and "error" in strange, (hidden, strange)


@case("who made a run may stop and delete it, and so may admins; wherever it is moved")
def _(world):
    lab = Lab(world).with_team()
    lab.command("max", "create_project", project=next(lab.numbers), team=lab.team(), name="maxs",
                visibility="team")
    for name in ("one", "two"):
        assert lab.run("mia", "vision", "shared", name, "artifact")["refused"] is None
    run = lab.run_number("vision/shared/one")
    lab.command("mia", "move_run", run=run, project=lab.project("maxs"))
    lab.command("max", "stop_run", status=403, run=run)
    lab.command("max", "delete_run", status=403, run=run)
    stop, delete, artifact, own, by_admin, left = lab.steps(
        ("max", "stop_run", "vision/maxs/one"), ("max", "delete_run", "vision/maxs/one"),
        ("max", "delete_artifact", "vision/shared/set-of-two:v0"),
        ("mia", "delete_run", "vision/maxs/one"), ("vera", "delete_run", "vision/shared/two"),
        ("mia", "runs", "vision/maxs"))
    assert "error" in delete and "only to what max made" in delete["error"], (stop, delete)
    # Artifacts are everybody's.
    assert artifact is None and own is None and by_admin is None, (artifact, own, by_admin)
    assert left == [], left


@case("whoever becomes view-only reads on the page and does nothing with a key, and is told so")
def _(world):
    lab = Lab(world).with_team()
    assert lab.run("max", "vision", "shared", "maxs")["refused"] is None
    lab.role("max", "view_only")
    told = "max is view-only in vision"
    refused = lab.run("max", "vision", "shared", "more")
    assert told in refused["refused"], refused
    again = lab.run("max", "vision", "no-such-project", "more")
    assert again["refused"] == refused["refused"], again
    assert "error" in lab.step("max", "run", "vision/shared/maxs")
    page = lab.page("max")
    seen = page.page_get("runs", "vision", "shared", "maxs")
    assert seen["state"] == "finished" and seen["may"] == {"write": False, "delete": False}, seen
    change = json.dumps({"do": "rename_run", "run": seen["id"], "display_name": "mine"})
    answer = page.request("POST", "/api/commands", change.encode(), {"X-Ensemble-Request": "1"})
    assert answer.status == 403, (answer.status, answer.body)
    lab.role("max", "member")
    assert lab.run("max", "vision", "shared", "more")["refused"] is None


@case("a removed member loses access at once and leaves runs behind")
def _(world):
    lab = Lab(world).with_team()
    assert lab.run("max", "vision", "shared", "maxs")["refused"] is None
    removed, blind, seen = lab.steps(
        ("vera", "remove", "vision", "max"), ("max", "run", "vision/shared/maxs"),
        ("mia", "run", "vision/shared/maxs"))
    assert removed is True and "error" in blind and seen["user"] == "max", (blind, seen)
    # No entity: home again.
    assert lab.run("max", "-", "own", "x")["place"] == "max/own"
    assert "entity vision not found" in lab.run("max", "vision", "shared", "y")["refused"]


@case("a service account logs for people of the team, and only where it may")
def _(world):
    lab = Lab(world).with_team()
    for name, visibility in (("secret", "restricted"), ("paper", "public"), ("course", "open")):
        lab.make_project(name, visibility)
    audio = lab.steps(("root", "create_team", "audio", "nils"),
                      ("nils", "create_service_account", "audio", "drummer"))
    lab.keys["drummer"] = audio[1]["key"]
    good = [("bot", ("vision", "ci", "a"), {"username": "mia"}, "mia", "vision-ci-bot"),
            ("bot", ("-", "ci", "b"), {"email": "max@example.org"}, "max", "vision-ci-bot"),
            ("bot", ("-", "ci", "c"), {"username": "nils"}, "vision-ci-bot", None),
            ("bot", ("vision", "paper", "d"), {}, "vision-ci-bot", None),
            ("drummer", ("vision", "course", "e"), {"username": "mia"}, "mia", "audio-drummer")]
    bad = [("bot", ("vision", "secret", "f"), "not open to vision-ci-bot"),
           ("bot", ("audio", "p", "g"), "entity audio not found"),
           ("drummer", ("vision", "ci", "h"), "entity vision not found"),
           ("drummer", ("vision", "secret", "i"), "entity vision not found"),
           ("drummer", ("vision", "paper", "j"), "not a member of vision")]
    started = [lab.start(who, *where, **named) for who, where, named, _, _ in good]
    started += [lab.start(who, *where) for who, where, _ in bad]
    results = [script.wait().result for script in started]
    for (who, where, _, author, sender), result in zip(good, results):
        assert result["refused"] is None, (who, where, result)
        facts = lab.run_facts(f"{result['place']}/{where[2]}")
        assert facts["user"]["username"] == author, (where, facts)
        assert (facts["sentBy"] or {}).get("username") == sender, (where, facts)
        whole = lab.step("mia", "run", f"{result['place']}/{where[2]}")
        assert whole["rows"] == 3 and whole["state"] == "finished" and whole["loss"] == 1, whole
    assert lab.run_facts("vision/ci/c")["failedAttribution"]["username"] == "nils"
    assert lab.run_facts("vision/ci/a")["failedAttribution"] is None
    for (who, where, told), result in zip(bad, results[len(good):]):
        assert told in (result["refused"] or ""), (who, where, result)
    lab.command("mia", "set_project_role", project=lab.project("secret"),
                user=lab.member("vision-ci-bot"), role={"base": "member"})
    assert lab.run("bot", "vision", "secret", "k")["refused"] is None


@case("no run is credited by an address that two people have, and what fails of a claim is shown")
def _(world):
    lab = Lab(world).with_team()
    # Nobody takes the address of somebody else; two have one only when the first one comes back.
    lab.command("mia", "edit_profile", status=409, email="Max@example.org")
    lab.daemon.command("user", "deactivate", "max")
    lab.command("mia", "edit_profile", email="max@example.org")
    lab.daemon.command("user", "activate", "max")
    bot, long_name = "vision-ci-bot", "m" * 5000
    rows = [("a", {"email": "max@example.org"}, bot,
             {"username": "", "email": "max@example.org", "fault": "several_people"}),
            ("b", {"username": "max", "email": "max@example.org"}, "max", None),
            ("c", {"username": "mia", "email": "vera@example.org"}, "mia",
             {"username": "", "email": "vera@example.org", "fault": "somebody_else"}),
            ("d", {"username": "nobody", "email": "vera@example.org"}, "vera",
             {"username": "nobody", "email": "", "fault": "not_in_team"}),
            ("e", {"username": long_name}, bot,
             {"username": long_name[:64] + " …", "email": "", "fault": "not_in_team"})]
    started = [lab.start("bot", "vision", "ci", name, **named) for name, named, _, _ in rows]
    for script in started:
        assert script.wait().result["refused"] is None
    page = lab.page("vera")
    for name, _, author, failed in rows:
        run = page.page_get("runs", "vision", "ci", name)
        assert run["author"] == author and run["named_in_vain"] == failed, (name, run)
        assert run["sent_by"] == ("" if author == bot else bot), (name, run["sent_by"])
        told = lab.run_facts(f"vision/ci/{name}")["failedAttribution"]
        assert told == (failed and {k: failed[k] or None for k in ("username", "email")}), told


@case("people are found by any part of a name, addresses by instance admins, and nobody is made twice")
def _(world):
    lab = Lab(world)
    lab.command("vera", "edit_profile", full_name="Vera Rubin")
    part, full, mine, theirs, every, one, hidden, nobody = lab.steps(
        ("nils", "users", "IA"), ("nils", "users", "rub"), ("nils", "users", "@example"),
        ("nils", "users", "max@"), ("root", "users", "ample.org"), ("root", "user", "max@example.org"),
        ("nils", "user", "max@example.org"), ("root", "users", "no such person"))
    assert part == ["mia"] and full == ["vera"], (part, full)
    assert mine == ["nils"] and theirs == [] and hidden is None, (mine, theirs, hidden)
    assert every == ["alice", "max", "mia", "nils", "root", "vera"] and one == "max", (every, one)
    assert nobody == []
    made, again, taken = lab.steps(
        ("root", "create_user", "ann.lee@example.org"),
        ("root", "create_user", "Ann.Lee@example.org"), ("root", "create_user", "mia@example.org"))
    assert made == "ann-lee" and "exists already" in again["error"], (made, again)
    assert "exists already" in taken["error"], taken
    assert lab.step("root", "users", "ann") == ["ann-lee"]
    twin = lab.daemon.command("user", "add", "twin", "--email", "mia@example.org", check=False)
    assert twin.returncode == 1 and "exists already" in twin.stderr, twin
