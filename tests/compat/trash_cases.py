# SPDX-License-Identifier: Apache-2.0
"""What becomes of a script whose run is deleted or moved, or whose sender loses access, while it runs."""
import json

from ensemble_testing.cases import case
from ensemble_testing.wait import wait_for
from lab import Lab

# Long enough for every request that is tried once, too short for one that is tried again and again.
FINISHING_S = 30


def rows(lab, who, path):
    answer = lab.daemon.client(who).get(f"/api/runs/{path}")
    return answer.json()["counts"]["rows"] if answer.status == 200 else -1


def started(lab, who, name):
    script = lab.sdk.start("loses_access.py", "vision", "shared", name,
                           env={"WANDB_API_KEY": lab.keys[who]})
    wait_for("rows", lambda: rows(lab, who, f"vision/shared/{name}") >= 5, limit_s=60)
    return script


def ended(lab, script, name):
    (lab.sdk.folder / f"end-{name}").touch()
    done = script.wait()
    assert done.result["finishing_s"] < FINISHING_S, done.result
    return done


@case("a run that is deleted while its script runs goes on in the trash and comes back whole")
def _(world):
    lab = Lab(world).with_team()
    script = started(lab, "mia", "doomed")
    run = lab.run_number("vision/shared/doomed")
    lab.command("mia", "delete_run", run=run)
    assert rows(lab, "mia", "vision/shared/doomed") == -1
    done = ended(lab, script, "doomed")
    lab.command("mia", "restore_run", run=run)
    page = lab.daemon.client("mia").run("vision", "shared", "doomed")
    assert page["counts"]["rows"] == done.result["steps"], (page["counts"], done.result)
    assert page["state"] == "finished", page["state"]
    assert json.loads(page["summary"])["best"] == 7 and json.loads(page["config"])["late"]
    files = lab.daemon.client("mia").page_get("runs", "vision", "shared", "doomed", "files")
    assert "late.txt" in [f["name"] for f in files["files"]], files


@case("a run whose project is renamed while its script runs goes on in it, and there is no second one")
def _(world):
    lab = Lab(world).with_team()
    script = started(lab, "mia", "keeper")
    run = lab.run_number("vision/shared/keeper")
    project = lab.project("shared")
    lab.command("mia", "rename_project", project=project, name="shared-2")
    done = ended(lab, script, "keeper")
    page = lab.daemon.client("mia").run("vision", "shared-2", "keeper")
    assert page["id"] == run and page["state"] == "finished", page
    assert page["counts"]["rows"] == done.result["steps"], (page["counts"], done.result)
    assert json.loads(page["summary"])["best"] == 7 and json.loads(page["config"])["late"]
    # Who still says the old name comes there too.
    assert lab.daemon.client("mia").run("vision", "shared", "keeper")["id"] == run


@case("a run that is moved while its script runs goes on where it is, and there is no second one")
def _(world):
    lab = Lab(world).with_team()
    lab.make_project("elsewhere", "team")
    script = started(lab, "mia", "wanderer")
    run = lab.run_number("vision/shared/wanderer")
    lab.command("mia", "move_run", run=run, project=lab.project("elsewhere"))
    done = ended(lab, script, "wanderer")
    page = lab.daemon.client("mia").run("vision", "elsewhere", "wanderer")
    assert page["id"] == run and page["state"] == "finished", page
    assert page["counts"]["rows"] == done.result["steps"], (page["counts"], done.result)
    assert json.loads(page["summary"])["best"] == 7 and json.loads(page["config"])["late"]
    files = lab.daemon.client("mia").page_get("runs", "vision", "elsewhere", "wanderer", "files")
    assert "late.txt" in [f["name"] for f in files["files"]], files
    assert lab.daemon.client("mia").page_get("projects", "vision", "shared")["runs"] == 0


@case("whoever is taken out of the team keeps what arrived, and their script ends in time")
def _(world):
    lab = Lab(world).with_team()
    script = started(lab, "max", "maxs")
    lab.command("vera", "remove_member", team=lab.team(), user=lab.user("max"))
    kept = rows(lab, "mia", "vision/shared/maxs")
    ended(lab, script, "maxs")
    assert rows(lab, "mia", "vision/shared/maxs") == kept >= 5
    files = lab.daemon.client("mia").page_get("runs", "vision", "shared", "maxs", "files")
    assert "late.txt" not in [f["name"] for f in files["files"]], files


@case("a script whose key is revoked keeps what arrived and ends in time")
def _(world):
    lab = Lab(world).with_team()
    script = started(lab, "max", "maxs")
    page = lab.page("max")
    for key in page.page_get("keys")["keys"]:
        answer = page.request("DELETE", f"/api/keys/{key['id']}", b"",
                              {"X-Ensemble-Request": "1"})
        assert answer.status == 204, answer
    kept = rows(lab, "mia", "vision/shared/maxs")
    done = ended(lab, script, "maxs")
    assert "valid API key" in done.result["refused"], done.result
    assert rows(lab, "mia", "vision/shared/maxs") == kept >= 5
