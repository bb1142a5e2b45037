# SPDX-License-Identifier: Apache-2.0
"""Acceptance checks about public and open projects, through the doors; docs/acceptance.md lists
all."""
from ensemble_testing.cases import case
from crew import PAGE, Crew

BELOW_RUN = ("", "/console", "/console.txt", "/files", "/files/notes.txt", "/media?key=a",
             "/artifacts")
BELOW_PROJECT = ("", "/runs", "/columns", "/metrics")
READ = ("query P($e: String, $p: String) { project(name: $p, entityName: $e) { name readOnly "
        "run(name: \"mias\") { name files(names: [\"notes.txt\"]) { edges { node { directUrl } } } "
        "} } }")


def gallery(world):
    """Nils is in no team; vision has a project of every kind, each with the same run."""
    crew = Crew(world)
    crew.user("nils")
    numbers = {}
    for visibility in ("open", "public", "team", "restricted"):
        project = crew.make_project(visibility, visibility)
        run = crew.log("mia", visibility, "mias")
        assert crew.script("mia").upload(crew.team_name, visibility, "mias", "notes.txt",
                                         b"kept").status == 200
        numbers[visibility] = project, run
    return crew, numbers


@case("B.2: who knows the address reads a public or open project, signed in or not, at every door",
      once=True)
def _(world):
    crew, numbers = gallery(world)
    page = crew.open_page("nils")
    visitor = crew.client(None)
    for visibility, (project, run) in numbers.items():
        found = visibility in ("open", "public")
        for client, hidden in ((visitor, 401), (page, 404), (crew.script("nils"), 404)):
            addresses = [("/api/projects/{}/{}" + below) for below in BELOW_PROJECT]
            addresses += [("/api/runs/{}/{}/mias" + below) for below in BELOW_RUN]
            for address in addresses:
                seen = client.get(address.format(crew.team_name, visibility))
                assert seen.status == (200 if found else hidden), (address, visibility, seen)
                if not found:
                    missing = client.get(address.format("no-such-team", "none"))
                    assert seen.comparable() == missing.comparable(), address
            asked = {"project": project, "runs": [run], "keys": ["metric_0"]}
            curves = client.request("POST", "/api/series", asked, PAGE)
            assert curves.status == (200 if found else hidden), (visibility, curves)
        # A script of somebody who is not in the team reads it by GraphQL, and its files.
        data = crew.ask("nils", READ, e=crew.team_name, p=visibility)["project"]
        assert (data is not None) == found, (visibility, data)
        if found:
            assert data["readOnly"] == (visibility == "public"), data
            url = data["run"]["files"]["edges"][0]["node"]["directUrl"]
            assert visitor.get(url[url.index("/storage/"):]).body == b"kept"
    # Scripts always have a key; without one they are told so.
    answer = visitor.graphql_answer(READ, {"e": crew.team_name, "p": "public"})
    assert answer.status == 401, answer
    # What was deleted is not shown to who only looks on.
    trash = f"/api/projects/{crew.team_name}/public/trash"
    assert visitor.get(trash).status == 401 and page.get(trash).status == 403


@case("B.2: who only knows the address changes nothing, and in an open project only what they made",
      once=True)
def _(world):
    crew, numbers = gallery(world)
    visitor = crew.client(None)
    for visibility, (project, run) in numbers.items():
        path = f"/api/runs/{crew.team_name}/{visibility}/mias"
        for method, more, body in (("PATCH", "", {"notes": "x"}), ("DELETE", "", b""),
                                   ("POST", "/stop", {})):
            answer = visitor.request(method, path + more, body, PAGE)
            assert answer.status == 401, (method, visibility, answer)
        found = visibility in ("open", "public")
        for do, fields in (("rename_run", {"run": run, "display_name": "x"}),
                           ("delete_run", {"run": run}), ("stop_run", {"run": run}),
                           ("describe_project", {"project": project, "description": "x"}),
                           ("delete_project", {"project": project}),
                           ("set_project_role", {"project": project, "user": crew.user("nils"),
                                                 "role": {"base": "member"}})):
            crew.refused("nils", do, "forbidden" if found else "gone", **fields)
        # Where runs go is theirs to choose only in an open project.
        assert (crew.may_log("nils", visibility, "nilss") is None) == (visibility == "open")
        assert crew.send("nils", visibility, "mias", 3).status == (403 if found else 404)
    own = crew.run("nils", "open", "nilss")["id"]
    crew.does("nils", "rename_run", run=own, display_name="mine")
    crew.does("nils", "delete_run", run=own)
    assert crew.run("mia", "open", "mias")["counts"]["rows"] == 3
    # What becomes less open closes at once, also addresses of files that were asked for before.
    data = crew.ask("nils", READ, e=crew.team_name, p="public")["project"]
    url = data["run"]["files"]["edges"][0]["node"]["directUrl"]
    crew.does("mia", "set_visibility", project=numbers["public"][0], visibility="team")
    assert visitor.get(url[url.index("/storage/"):]).status == 403
    assert visitor.get(f"/api/projects/{crew.team_name}/public").status == 401
